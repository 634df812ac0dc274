using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Inspection;

namespace ShmDashboard.Web.Tests.Components.Inspection;

public sealed class RawSnippetsTests
{
    private static PixelLayout Padded(string format) => new()
    {
        Offset = 24, Width = 16, Height = 8, StrideBytes = 256, Format = RawFormats.Named(format), BottomUp = true,
    };

    [Fact]
    public void For_MemoryWithoutAName_OpensItThroughProc()
    {
        var snippets = RawSnippets.For(SegmentId.MemFd(4711, 1037), Padded("bgr24"));

        Assert.All(snippets, snippet => Assert.Contains("/proc/4711/fd", snippet.Code, StringComparison.Ordinal));
        Assert.NotEmpty(snippets);
    }

    [Fact]
    public void For_EveryFormatAndScheme_HasCodeWithItsPlace()
    {
        foreach (var format in RawFormats.All)
        foreach (var id in (SegmentId[])[SegmentId.Qt("k"), SegmentId.Posix("p"), SegmentId.SystemV(3)])
        {
            var snippets = RawSnippets.For(id, Padded(format.Name));
            Assert.Equal(("NumPy", "C"), (snippets[0].Language, snippets[^1].Language));
            Assert.All(snippets, snippet => Assert.Contains("24", snippet.Code, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void For_PaddedBottomUpBgr_TellsStridesAndTurnsItUpright()
    {
        var snippets = RawSnippets.For(SegmentId.Posix("cam0"), Padded("bgr24"));

        Assert.Equal(["NumPy", "OpenCV", "C++ / Qt", "C"], snippets.Select(snippet => snippet.Language));
        Assert.Contains("np.ndarray((8, 16, 3), \"u1\", memory, offset=24, strides=(256, 3, 1))", snippets[0].Code, StringComparison.Ordinal);
        Assert.Contains("view[::-1].copy()", snippets[0].Code, StringComparison.Ordinal);
        Assert.Contains("QImage(data + 24, 16, 8, 256, QImage::Format_BGR888).mirrored();", snippets[2].Code, StringComparison.Ordinal);
        Assert.Contains("data + 24 + (7 - y) * 256", snippets[3].Code, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PictureRotation.Clockwise90, "np.rot90(view[::-1], -1).copy()", "cv2.ROTATE_90_CLOCKWISE", "(7 - y, x)")]
    [InlineData(PictureRotation.Clockwise180, "np.rot90(view[::-1], 2).copy()", "cv2.ROTATE_180", "(15 - x, 7 - y)")]
    [InlineData(PictureRotation.Clockwise270, "np.rot90(view[::-1], 1).copy()", "cv2.ROTATE_90_COUNTERCLOCKWISE", "(y, 15 - x)")]
    public void For_LayoutThatIsShownTurned_TurnsInEachLanguage(PictureRotation rotation, string numPy, string openCv, string c)
    {
        var snippets = RawSnippets.For(SegmentId.Posix("cam0"), Padded("bgr24") with { Rotation = rotation });

        Assert.Contains(numPy, snippets[0].Code, StringComparison.Ordinal);
        Assert.Contains("view[::-1].copy()", snippets[1].Code, StringComparison.Ordinal);
        Assert.Contains($"image = cv2.rotate(image, {openCv})\ncv2.imwrite", snippets[1].Code, StringComparison.Ordinal);
        Assert.Contains($".mirrored().transformed(QTransform().rotate({(int)rotation}));", snippets[2].Code, StringComparison.Ordinal);
        Assert.Contains($"pixel x is shown at {c} */", snippets[3].Code, StringComparison.Ordinal);
    }

    [Fact]
    public void For_PlanesAndChroma_ThatAreShownTurned_SayWhatIsTurnedWhen()
    {
        string planes = RawSnippets.For(SegmentId.Posix("d"), Padded("gbrp") with { Rotation = PictureRotation.Clockwise90 })[0].Code;
        string chroma = RawSnippets.For(SegmentId.Posix("d"), Padded("nv12") with { Rotation = PictureRotation.Clockwise270 })[0].Code;
        string mosaic = RawSnippets.For(SegmentId.Posix("d"), Padded("bayer_rggb8") with { Rotation = PictureRotation.Clockwise90, BottomUp = false })[0].Code;

        Assert.Contains("np.rot90(view[:, ::-1], -1, axes=(1, 2)).copy()", planes, StringComparison.Ordinal);
        Assert.DoesNotContain("rot90", chroma, StringComparison.Ordinal);
        Assert.Contains("once they are pixels, turn them clockwise by 270 degrees", chroma, StringComparison.Ordinal);
        Assert.Contains("# bayer_grbg8:", mosaic, StringComparison.Ordinal);
    }

    [Fact]
    public void For_FormatThatQtAndOpenCvDoNotHave_HasNoneOfTheirs() =>
        Assert.Equal(["NumPy", "C"], RawSnippets.For(SegmentId.Posix("d"), Padded("gbrp10le")).Select(snippet => snippet.Language));
}
