using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>What an upload turned out to be.</summary>
/// <param name="Failure">Why it is not written; <see cref="PublishFailure.None"/> when nothing is wrong with it.</param>
/// <param name="Problem">The same as a sentence.</param>
/// <param name="LengthBytes">The picture's exact length.</param>
/// <param name="ToBeConverted">What it is, when it has to become a PNG first; null when it goes as it is.</param>
internal readonly record struct UploadVerdict(
    PublishFailure Failure, Sentence? Problem, int LengthBytes, PayloadDescription? ToBeConverted)
{
    public static UploadVerdict Refuse(PublishFailure failure, Sentence problem) => new(failure, problem, 0, null);

    public static UploadVerdict Take(int lengthBytes, PayloadDescription? toBeConverted = null) =>
        new(PublishFailure.None, null, lengthBytes, toBeConverted);
}
