using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Tests.Imaging.Payloads;

namespace ShmDashboard.Tests.Monitoring.Publishing;

public sealed class UploadCheckTests
{
    private static readonly SegmentId s_target = SegmentId.Qt("share");
    private static readonly byte[] s_jpeg = Convert.FromHexString(
        "FFD8FFE000104A46494600010100000100010000FFC0000B080001000101011100FFDA0008010100003F00D2CFFFD9");

    [Fact]
    public void Picture_WholePng_PassesWithItsExactLength()
    {
        byte[] png = Workbench.Png(1);

        Assert.Equal(UploadVerdict.Take(png.Length), UploadCheck.Picture(s_target, [.. png, 1, 2, 3], PayloadKind.QtImage));
    }

    [Fact]
    public void Picture_JpegForAQtStream_IsToBecomeAPng()
    {
        var verdict = UploadCheck.Picture(s_target, s_jpeg, PayloadKind.QtImage);

        Assert.Equal(PublishFailure.None, verdict.Failure);
        Assert.Equal("JPEG", verdict.ToBeConverted?.Picture?.Name);
    }

    [Fact]
    public void Picture_AvifForAQtStream_SaysWhatToDo()
    {
        var verdict = UploadCheck.Picture(s_target, Samples.Avif, PayloadKind.QtImage);

        Assert.Equal(PublishFailure.UnsupportedFormat, verdict.Failure);
        Assert.Equal("Cannot write the upload to 'qt:share' as a Qt image stream: its format is AVIF, Qt reads nothing but PNG there, and " +
            "only a browser can make one of it. Convert it to PNG (the upload page does), or store the file's bytes with payload=file.",
            verdict.Problem!.ToString());
    }

    [Fact]
    public void Picture_JpegAsFile_GoesAsItIs() =>
        Assert.Equal(UploadVerdict.Take(s_jpeg.Length), UploadCheck.Picture(s_target, s_jpeg, PayloadKind.File));

    [Theory]
    [InlineData("", "it is empty.")]
    [InlineData("00000000000000000000", "it is not a picture but 10 zeros.")]
    [InlineData("68656C6C6F20776F726C64", "it is not a picture but text (11 bytes).")]
    [InlineData("0000000189504E470D0A1A0A", "it is a Qt image stream of 12 bytes, marker included.")]
    [InlineData("0102030405060708", "it is not a picture that is known here (8 bytes).")]
    public void Picture_NotAPicture_IsRefused(string hex, string found)
    {
        var verdict = UploadCheck.Picture(s_target, Convert.FromHexString(hex), PayloadKind.QtImage);

        Assert.Equal(PublishFailure.NotAPicture, verdict.Failure);
        Assert.StartsWith("Cannot write the upload to 'qt:share': " + found, verdict.Problem!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Picture_OneBitOfAPngFlipped_IsRefused()
    {
        byte[] png = Workbench.Png(1);
        png[png.Length / 2] ^= 1;

        Assert.Equal(PublishFailure.NotAPicture, UploadCheck.Picture(s_target, png, PayloadKind.QtImage).Failure);
    }

    [Fact]
    public void Picture_TruncatedPng_IsRefused() => Assert.Equal(
        PublishFailure.NotAPicture, UploadCheck.Picture(s_target, Workbench.Png(1).AsSpan()[..^13], PayloadKind.File).Failure);
}
