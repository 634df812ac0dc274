using System.Buffers.Binary;
using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Formats.Png;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Bench.Imaging;

/// <summary>A 1080p RGBA PNG, against inflating its data alone: what filters, checksums and pixels cost on top.</summary>
[MemoryDiagnoser]
public class PngDecoderBenchmark
{
    private readonly byte[] _png = Picture.CreatePng();
    private readonly PixelBuffer _pixels = Picture.Create();
    private readonly byte[] _inflated = new byte[1080 * ((1920 * 4) + 1)];
    private readonly EncodedPixels _decoder = new(TimeProvider.System);
    private byte[] _idat = [];

    [GlobalSetup]
    public void Prepare() =>
        _idat = _png.AsSpan(41, BinaryPrimitives.ReadInt32BigEndian(_png.AsSpan(33))).ToArray();

    [Benchmark(Baseline = true)]
    public void InflateAlone()
    {
        using var zlib = new ZLibStream(new MemoryStream(_idat), CompressionMode.Decompress);
        zlib.ReadExactly(_inflated);
    }

    [Benchmark]
    public bool Decode() => _decoder.Render(_png, PayloadIdentifier.Identify(_png, _png.Length), ImageLimits.Default, CancellationToken.None).Succeeded;

    [Benchmark]
    public bool Verify() => PngVerifier.Verify(_png, ImageLimits.Default).IsValid;

    [Benchmark]
    public int EncodeFastest() => PictureEncoder.Encode(_pixels, PictureFormats.Png, EncodeOptions.Default).Length;
}
