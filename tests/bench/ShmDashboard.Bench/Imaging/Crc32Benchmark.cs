using BenchmarkDotNet.Attributes;
using ShmDashboard.Imaging.Formats.Png;

namespace ShmDashboard.Bench.Imaging;

/// <summary>The checksum of one frame of 3 MB, against the loop that the PNG specification prints.</summary>
[MemoryDiagnoser]
public class Crc32Benchmark
{
    private readonly byte[] _bytes = new byte[3_000_000];
    private readonly uint[] _table = new uint[256];

    [GlobalSetup]
    public void Prepare()
    {
        new Random(1).NextBytes(_bytes);
        for (var n = 0u; n < 256; n++)
        {
            _table[n] = n;
            for (var bit = 0; bit < 8; bit++)
                _table[n] = (_table[n] & 1) != 0 ? 0xEDB88320 ^ (_table[n] >> 1) : _table[n] >> 1;
        }
    }

    [Benchmark(Baseline = true)]
    public uint ByteAtATime()
    {
        var crc = uint.MaxValue;
        foreach (var b in _bytes)
            crc = _table[(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc;
    }

    [Benchmark]
    public uint Compute() => Crc32.Compute(_bytes);
}
