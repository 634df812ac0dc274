using System.Text;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Tests.Imaging.Formats.Png;

namespace ShmDashboard.Tests.Imaging.Payloads;

public class PayloadIdentifierMeasureTests
{
    private const int Page = 4096;

    public static TheoryData<string, byte[], PayloadExtent> Segments => new()
    {
        { "empty", new byte[Page], new(PayloadFormat.Empty, 0, true, 0) },
        { "no bytes", [], new(PayloadFormat.Empty, 0, true, 0) },
        { "Qt image", Samples.InSegment(Samples.QtPixmap, Page, 0xAA), new(PayloadFormat.QtImage, 107, true, 87) },
        { "PNG", Samples.InSegment(Samples.Png, Page), new(PayloadFormat.Picture, 103, true, 83) },
        { "PNG without the last CRC", Samples.Png[..99], new(PayloadFormat.Picture, 99, true, 83) },
        { "PNG without IEND", Samples.InSegment(Samples.Png[..91], Page), new(PayloadFormat.Picture, Page, false, Page - 64) },
        { "null image", Samples.InSegment(Samples.Marked(0, Samples.Png), Page),
            new(PayloadFormat.QtNullImage, 512, true, 448) },
        { "JPEG", Samples.InSegment(Samples.Jpeg, Page),
            new(PayloadFormat.Picture, Samples.Jpeg.Length, false, Samples.Jpeg.Length - 64 < 0 ? 0 : Samples.Jpeg.Length - 64) },
        { "GIF", Samples.InSegment(Samples.Gif, Page), new(PayloadFormat.Picture, Samples.Gif.Length, false, 0) },
        { "WebP", Samples.InSegment(Samples.WebPLossy, Page, 7), new(PayloadFormat.Picture, 30, true, 0) },
        { "BMP", Samples.InSegment(Samples.Bmp(10, 10), Page, 7), new(PayloadFormat.Picture, 374, true, 310) },
        { "BMP larger than its segment", Samples.Bmp(99, 99)[..Page], new(PayloadFormat.Picture, Page, true, Page - 64) },
        { "AVIF", Samples.InSegment(Samples.Avif, Page),
            new(PayloadFormat.Picture, Samples.Avif.Length, true, Samples.Avif.Length - 64) },
        { "QString", Samples.InSegment([0, 0, 0, 4, 0, 0x68, 0, 0x69], Page, 7), new(PayloadFormat.QtString, 8, true, 0) },
        { "QByteArray", Samples.InSegment([0, 0, 0, 2, 0x68, 0x69], Page), new(PayloadFormat.QtByteArray, 6, true, 0) },
        { "text", Samples.InSegment([.. "hello\0"u8], Page), new(PayloadFormat.Utf8Text, Page, true, Page - 64) },
        { "text in much space", Samples.InSegment([.. "hello\0"u8], 1 << 20),
            new(PayloadFormat.Utf8Text, 65_536, true, 65_472) },
        { "raw", Samples.InSegment([1, 2, 3], Page), new(PayloadFormat.Bytes, Page, false, Page - 64) },
        { "raw that starts black", [.. new byte[Page], 1], new(PayloadFormat.Bytes, Page + 1, false, Page + 1 - 64) },
    };

    [Theory]
    [MemberData(nameof(Segments), DisableDiscoveryEnumeration = true)]
    public void Measure_Segment_FindsHowMuchToCopyAndIdentifyAgrees(string name, byte[] segment, PayloadExtent expected)
    {
        var extent = PayloadIdentifier.Measure(Live.Over(segment), segment.Length, long.MaxValue);
        Assert.True(expected == extent, $"{name}: {extent}");
        var ofCopy = PayloadIdentifier.Identify(segment.AsSpan(0, (int)extent.LengthBytes), segment.Length);
        var ofAll = PayloadIdentifier.Identify(segment, segment.Length);
        Assert.Equal(ofAll.Format, ofCopy.Format);
        Assert.Equal(ofAll.Format, extent.Guess);
        Assert.Equal(ofAll.Text, ofCopy.Text);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(50)]
    public void Measure_Limit_IsNeverExceeded(long limit)
    {
        var extent = PayloadIdentifier.Measure(Live.Over(Samples.QtPixmap), 107, limit);
        Assert.Equal(limit, extent.LengthBytes);
        Assert.False(extent.Exact);
    }

    [Fact]
    public void Measure_LargePng_ReadsOnlyChunkHeads()
    {
        var file = new PngFile().Ihdr(9, 9, 8, 2);
        for (int i = 0; i < 400; i++)
            file.Chunk("IDAT", new byte[8192]);
        byte[] segment = Samples.InSegment(Samples.Marked(1, file.Iend()), 4_000_000);
        long calls = 0, bytes = 0;
        var extent = PayloadIdentifier.Measure((offset, destination) =>
        {
            calls++;
            bytes += destination.Length;
            return Live.Over(segment)(offset, destination);
        }, segment.Length, long.MaxValue);
        Assert.Equal(4 + 8 + 25 + (400L * 8204) + 12, extent.LengthBytes);
        Assert.InRange(calls, 400, 410);
        Assert.InRange(bytes, 0, 5000);
    }

    [Fact]
    public void Measure_BytesThatChangeBetweenReads_StaysWithinItsBounds()
    {
        var random = new Random(17);
        byte[][] states = new[] { Samples.QtPixmap, Samples.Marked(1, Samples.Jpeg), Samples.Avif, new byte[120],
            Encoding.UTF8.GetBytes("a text as long as the others, more or less\0") };
        for (int round = 0; round < 20_000; round++)
        {
            var extent = PayloadIdentifier.Measure((offset, destination) =>
            {
                byte[] state = Mutation.Of(states[random.Next(states.Length)], random, isPng: false);
                int read = Live.Over(state)(offset, destination);
                // A reader that lies about what it read must not lead us astray either.
                return random.Next(50) == 0 ? random.Next(-9, 9999) : read;
            }, 120, 100);
            Assert.InRange(extent.LengthBytes, 0, 100);
            Assert.InRange(extent.TailOffset, 0, extent.LengthBytes);
        }
    }

    [Fact]
    public void Measure_SegmentThatShrinksToNothing_EndsWithWhatItWas()
    {
        bool isGone = false;
        var extent = PayloadIdentifier.Measure((offset, destination) =>
        {
            int read = isGone ? 0 : Live.Over(Samples.QtPixmap)(offset, destination);
            isGone = true;
            return read;
        }, Page, long.MaxValue);
        Assert.Equal(new PayloadExtent(PayloadFormat.QtImage, Page, false, Page - 64), extent);
    }
}
