using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Imaging.Formats.Png;

/// <summary>Recognises PNG and describes it with every checksum verified, without inflating anything.</summary>
internal static class PngDetector
{
    // Identification allocates nothing for a chunk, so their size needs no limit here.
    private static readonly ImageLimits s_anyChunk = new() { MaxChunkBytes = long.MaxValue };

    public static bool IsMatch(ReadOnlySpan<byte> head) => head.StartsWith(PngHeader.Signature);

    public static PictureOutline Outline(ReadOnlySpan<byte> png)
    {
        var structure = PngStructure.Scan(png, s_anyChunk);
        var header = structure.Header;
        // A header may claim any size; whether so little data could ever fill it is known without inflating.
        var problem = structure.Problem ?? (header is { } claimed ? PngInflater.FindImpossibility(structure, claimed.InflatedBytes) : null);
        return new PictureOutline
        {
            Width = structure.Orientation.LiesOnItsSide ? header?.Height : header?.Width,
            Height = structure.Orientation.LiesOnItsSide ? header?.Width : header?.Height,
            IsTurned = structure.Orientation.IsTurned,
            BitsPerChannel = header?.BitDepth,
            Channels = header?.Channels,
            LengthBytes = structure.EndOffset ?? png.Length,
            Integrity = problem?.Kind switch
            {
                null => PayloadIntegrity.Complete,
                PictureFailureKind.Truncated => PayloadIntegrity.Truncated,
                _ => PayloadIntegrity.Damaged,
            },
            Problem = problem,
            IsReadable = structure.Fatal is null && (problem is null || problem == structure.Problem)
                && Math.Max(header?.Width ?? 0, header?.Height ?? 0) <= ImageLimits.Default.MaxSidePixels,
        };
    }
}
