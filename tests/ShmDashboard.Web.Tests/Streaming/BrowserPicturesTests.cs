using Microsoft.Extensions.Time.Testing;
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
    private readonly BrowserPictures _pictures = new(
        new PictureRenderer(new LayoutPixels(), new EncodedPixels(TimeProvider.System)), TimeProvider.System);

    [Fact]
    public async Task OfAsync_WhatBrowsersOpen_GoesAsItIs()
    {
        byte[] jpeg = PictureEncoder.Encode(PixelBuffer.Allocate(8, 8, PixelFormat.Rgb8), PictureFormats.Jpeg, EncodeOptions.Default);

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
        byte[] tiff = PictureEncoder.Encode(PixelBuffer.Allocate(8, 8, PixelFormat.Rgb8), PictureFormats.Tiff, EncodeOptions.Default);
        // The entry of tag 259, compression, of one 16-bit value.
        int compression = tiff.AsSpan().IndexOf((ReadOnlySpan<byte>)[3, 1, 3, 0, 1, 0, 0, 0]);
        Assert.True(compression > 0);
        tiff[compression + 8] = 0x77;

        Assert.Null(await _pictures.OfAsync(Lease(tiff), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task OfAsync_LargeFileShownSmall_IsMadeSmallAndKeepsItsShape()
    {
        var noise = PixelBuffer.Allocate(600, 400, PixelFormat.Rgb8);
        new Random(1).NextBytes(noise.Pixels.Span);
        var lease = Lease(PictureEncoder.Encode(noise, PictureFormats.Png, EncodeOptions.Default));

        var shown = await _pictures.OfAsync(lease, 120, 120, TestContext.Current.CancellationToken);

        var found = PayloadIdentifier.Identify(shown!.Value.Bytes.Span, shown.Value.Bytes.Length);
        Assert.Equal(("image/jpeg", 120, 80), (shown.Value.MediaType, found.Width, found.Height));
        Assert.InRange(shown.Value.Bytes.Length, 100, 30_000);
        Assert.Equal(lease.Picture.ToArray(), (await _pictures.OfAsync(lease, 500, 400, TestContext.Current.CancellationToken))!.Value.Bytes.ToArray());
        Assert.Equal(lease.Picture.ToArray(), (await _pictures.OfAsync(lease, TestContext.Current.CancellationToken))!.Value.Bytes.ToArray());
    }

    [Fact]
    public async Task OfAsync_SmallFileShownSmall_GoesAsItIs()
    {
        byte[] png = PictureEncoder.Encode(PixelBuffer.Allocate(600, 400, PixelFormat.Rgb8), PictureFormats.Png, EncodeOptions.Default);

        Assert.Equal(png, (await _pictures.OfAsync(Lease(png), 60, 60, TestContext.Current.CancellationToken))!.Value.Bytes.ToArray());
    }

    [Fact]
    public void IsReduced_WebP_IsLeftToTheBrowser() => Assert.False(BrowserPictures.IsReduced(new PayloadDescription
    {
        Format = PayloadFormat.Picture, Picture = PictureFormats.WebP, Width = 4000, Height = 3000, ContentLength = 4 << 20,
        Integrity = PayloadIntegrity.Unchecked,
    }, 60, 40));

    [Fact]
    public async Task TryTakeTurn_AfterWork_RestsSixTimesAsLong()
    {
        var clock = new FakeTimeProvider();
        using var pictures = new BrowserPictures(new PictureRenderer(new SlowPixels(clock, TimeSpan.FromMilliseconds(60))), clock);
        Assert.True(pictures.TryTakeTurn(out _));

        await pictures.OfAsync(Lease([.. "P6\n2 1\n255\n"u8, 1, 2, 3, 4, 5, 6]), TestContext.Current.CancellationToken);

        Assert.False(pictures.TryTakeTurn(out var wait));
        Assert.InRange(wait.TotalMilliseconds, 330, 345);
        clock.Advance(wait);
        Assert.True(pictures.TryTakeTurn(out _));
    }

    [Fact]
    public async Task TryTakeTurn_AfterMuchThatDidNotWaitForItsTurn_RestsForTheLastOnly()
    {
        var clock = new FakeTimeProvider();
        using var pictures = new BrowserPictures(new PictureRenderer(new SlowPixels(clock, TimeSpan.FromMilliseconds(60))), clock);

        for (int picture = 0; picture < 50; picture++)
            await pictures.OfAsync(Lease([.. "P6\n2 1\n255\n"u8, 1, 2, 3, 4, 5, 6]), TestContext.Current.CancellationToken);

        Assert.False(pictures.TryTakeTurn(out var wait));
        Assert.InRange(wait.TotalMilliseconds, 330, 345);
    }

    private sealed class SlowPixels(FakeTimeProvider clock, TimeSpan takes) : IPixelSource
    {
        public bool CanRender(PayloadDescription payload) => true;

        public RenderResult Render(ReadOnlyMemory<byte> bytes, PayloadDescription payload, ImageLimits limits, CancellationToken cancellationToken)
        {
            clock.Advance(takes);
            return RenderResult.Success(PixelBuffer.Allocate(2, 1, PixelFormat.Rgb8));
        }
    }

    public void Dispose() => _pictures.Dispose();

    private static FrameLease Lease(byte[] bytes) => new(
        Rows.Posix("picture", bytes.Length, Rows.Picture() with { Payload = PayloadIdentifier.Identify(bytes, bytes.Length) }), bytes);
}
