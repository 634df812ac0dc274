using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>What a segment is to hold, or why nothing can be made of the upload.</summary>
internal readonly record struct UploadPayload(ReadOnlyMemory<byte> Bytes, PublishFailure Failure, Sentence? Problem)
{
    public UploadPayload(ReadOnlyMemory<byte> bytes) : this(bytes, PublishFailure.None, null) { }

    public UploadPayload(PublishFailure failure, Sentence? problem) : this(default, failure, problem) { }

    /// <summary>What was done to the upload, when it is not written as it was.</summary>
    public PictureConversion? Conversion { get; init; }
}
