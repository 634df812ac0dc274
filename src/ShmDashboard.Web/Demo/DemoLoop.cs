using ShmDashboard.Imaging.Formats.Qt;

namespace ShmDashboard.Web.Demo;

/// <summary>
/// The frames of one round of <see cref="DemoPicture"/>, as Qt streams. Each is drawn and encoded when it is first shown and kept: after
/// the first round the demonstration costs next to nothing. Some 10 MB. Not thread-safe.
/// </summary>
/// <param name="interval">Between two frames; the round is <see cref="DemoPicture.Period"/> long.</param>
internal sealed class DemoLoop(TimeSpan interval)
{
    private readonly DemoPicture _picture = new();
    private readonly byte[]?[] _frames = new byte[(int)(DemoPicture.Period / interval)][];

    /// <summary>The frame to show at a moment.</summary>
    public byte[] At(TimeSpan moment)
    {
        int number = (int)(moment / interval) % _frames.Length;
        return _frames[number] ??= QtImageStream.Wrap(_picture.At(number * interval));
    }
}
