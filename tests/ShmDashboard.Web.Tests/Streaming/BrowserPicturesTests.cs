using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Web.Streaming;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Streaming;

public sealed class BrowserPicturesTests : IDisposable
{
    private readonly BrowserPictures _pictures = new(new PictureRenderer(new EncodedPixels(TimeProvider.System)));

    [Fact]
    public async Task OfAsync_WhatBrowsersOpen_GoesAsItIs()
    {
        var jpeg = PictureEncoder.Encode(PixelBuffer.Allocate(8, 8, PixelFormat.Rgb8), PictureFormats.Jpeg, EncodeOptions.Default);

        var shown = await _pictures.OfAsync(Lease(jpeg), TestContext.Current.CancellationToken);

        Assert.Equal("image/jpeg", shown!.Value.MediaType);
        Assert.Equal(jpeg, shown.Value.Bytes.ToArray());
    }

    [Fact]
    public async Task OfAsync_Pnm_GoesAsPng()
    {
        var shown = await _pictures.OfAsync(Lease([.. "P6\n2 1\n255\n"u8, 1, 2, 3, 4, 5, 6]), TestContext.Current.CancellationToken);

        var found = PayloadIdentifier.Identify(shown!.Value.Bytes.Span, shown.Value.Bytes.Length);
        Assert.Equal(("image/png", PictureFormats.Png, 2, 1), (shown.Value.MediaType, found.Picture, found.Width, found.Height));
    }

    [Fact]
    public async Task OfAsync_TiffThatCannotBeDecoded_IsNotShown()
    {
        var tiff = PictureEncoder.Encode(PixelBuffer.Allocate(8, 8, PixelFormat.Rgb8), PictureFormats.Tiff, EncodeOptions.Default);
        // The entry of tag 259, compression, of one 16-bit value.
        var compression = tiff.AsSpan().IndexOf((ReadOnlySpan<byte>)[3, 1, 3, 0, 1, 0, 0, 0]);
        Assert.True(compression > 0);
        tiff[compression + 8] = 0x77;

        Assert.Null(await _pictures.OfAsync(Lease(tiff), TestContext.Current.CancellationToken));
    }

    public void Dispose() => _pictures.Dispose();

    private static FrameLease Lease(byte[] bytes) => new(
        Rows.Posix("picture", bytes.Length, Rows.Picture() with { Payload = PayloadIdentifier.Identify(bytes, bytes.Length) }), bytes);
}
