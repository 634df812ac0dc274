using BenchmarkDotNet.Attributes;
using ShmDashboard.Imaging.Formats.Qt;
using ShmDashboard.Imaging.Payloads;

namespace ShmDashboard.Bench.Imaging;

/// <summary>Identifying one streamed QPixmap of 1080p with all its checksums, against copying its bytes.</summary>
[MemoryDiagnoser]
public class IdentifyBenchmark
{
    private readonly byte[] _stream = QtImageStream.Wrap(Picture.CreatePng());
    private byte[] _copy = [];

    [GlobalSetup]
    public void Prepare() => _copy = new byte[_stream.Length];

    [Benchmark(Baseline = true)]
    public void CopyAlone() => _stream.CopyTo(_copy, 0);

    [Benchmark]
    public PayloadFormat Identify() => PayloadIdentifier.Identify(_stream, _stream.Length).Format;
}
