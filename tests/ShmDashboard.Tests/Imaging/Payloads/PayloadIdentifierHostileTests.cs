using System.Diagnostics;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Tests.Imaging.Formats.Png;

namespace ShmDashboard.Tests.Imaging.Payloads;

public class PayloadIdentifierHostileTests
{
    [Fact]
    public void Identify_10000RandomPayloads_AreBytesAndCostLittle()
    {
        var random = new Random(20_240_501);
        var clock = Stopwatch.StartNew();
        long before = GC.GetAllocatedBytesForCurrentThread();
        var others = new List<string>();
        for (int i = 0; i < 10_000; i++)
        {
            byte[] segment = new byte[16 + random.Next(i % 10 == 0 ? 20_000 : 300)];
            random.NextBytes(segment);
            var found = PayloadIdentifier.Identify(segment, segment.Length);
            if (found.Format != PayloadFormat.Bytes)
                others.Add($"{found.Format} {Convert.ToHexString(segment)}");
            Measure(segment, segment.Length + random.Next(3), random.Next(2 * segment.Length));
        }

        Assert.Empty(others);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 30);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000L * 80_000);
    }

    [Fact]
    public void Identify_TinyRandomPayloads_NeverThrow()
    {
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] segment = new byte[random.Next(16)];
            random.NextBytes(segment);
            PayloadIdentifier.Identify(segment, random.Next(-5, 40));
            Measure(segment, random.Next(-5, 40), random.Next(-5, 40));
        }
    }

    [Fact]
    public void Identify_MutatedPictures_NeverThrowAndStayInsideTheCopy()
    {
        var random = new Random(99);
        byte[][] originals =
        [
            Samples.QtPixmap, Samples.Marked(1, Samples.Jpeg), Samples.Jpeg, Samples.Gif, Samples.WebPLossy, Samples.WebPExtended,
            Samples.Bmp(30, -20), Samples.Avif, Samples.Marked(7, Samples.Avif), PngFile.Small(),
        ];
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < 20_000; i++)
        {
            byte[] segment = Mutation.Of(originals[i % originals.Length], random, isPng: false);
            var found = PayloadIdentifier.Identify(segment, segment.Length + random.Next(2));
            Assert.InRange(found.ContentOffset + found.ContentLength, 0, segment.Length);
            Assert.InRange(found.PayloadLength, 0, segment.Length);
            Measure(segment, segment.Length, random.Next(2 * segment.Length));
        }

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 30);
    }

    [Theory]
    [InlineData("FFD8FF", 0xFF)]
    [InlineData("FFD8FFDA0002", 0xFF)]
    [InlineData("474946383961010001000000002101", 0x01)]
    [InlineData("0000001066747970617669660000000061766966", 0x41)]
    [InlineData("89504E470D0A1A0A", 0x41)]
    public void Identify_LongRunsOfOneByte_EndQuickly(string start, byte fill)
    {
        byte[] segment = Samples.InSegment(Convert.FromHexString(start), 20_000_000, fill);
        var clock = Stopwatch.StartNew();
        PayloadIdentifier.Identify(segment, segment.Length);
        Measure(segment, segment.Length, segment.Length);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
    }

    private static void Measure(byte[] segment, long size, long max)
    {
        var extent = PayloadIdentifier.Measure(Live.Over(segment), size, max);
        Assert.InRange(extent.LengthBytes, 0, Math.Max(0, Math.Min(size, max)));
        Assert.InRange(extent.TailOffset, 0, extent.LengthBytes);
    }
}
