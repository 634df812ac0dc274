using System.Buffers.Binary;
using ShmDashboard.Imaging.Formats.Png;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring.Sampling;

namespace ShmDashboard.Tests.Monitoring.Sampling;

public sealed class ContentProverTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Inflate_Picture_IsWhole()
    {
        byte[] bytes = Workbench.QtPicture(1);
        var payload = PayloadIdentifier.Identify(bytes, bytes.Length);

        Assert.Equal(ContentProof.PartsRight, ContentProver.Of(payload));
        Assert.Equal(ContentProof.Whole, ContentProver.Inflate(payload, bytes, WriterDiscipline.Unknown));
    }

    [Fact]
    public void Inflate_ChunksOfTwoPicturesEachRightByItself_IsBroken()
    {
        byte[] one = Split(Workbench.Png(1, 200, 200));
        byte[] other = Split(Workbench.Png(2, 200, 200));
        int boundary = FirstIdatEnd(one);
        byte[] mixed = [.. one[..boundary], .. other[boundary..]];
        var payload = PayloadIdentifier.Identify(mixed, mixed.Length);

        Assert.Equal(ContentProof.PartsRight, ContentProver.Of(payload));
        Assert.Equal(ContentProof.Broken, ContentProver.Inflate(payload, mixed, WriterDiscipline.Unknown));
        Assert.Equal(ContentProof.Whole, ContentProver.Inflate(PayloadIdentifier.Identify(one, one.Length), one, WriterDiscipline.Unknown));
    }

    [Fact]
    public void Affords_LargePicture_NowAndThen()
    {
        byte[] bytes = Workbench.Png(1, 600, 600);
        var payload = PayloadIdentifier.Identify(bytes, bytes.Length);
        var prover = new ContentProver();

        Assert.False(ContentProver.IsCheap(payload));
        Assert.True(prover.Affords(payload, s_now));
        Assert.False(prover.Affords(payload, s_now.AddMilliseconds(10)));
        Assert.False(prover.Affords(payload, s_now.AddMilliseconds(100)));
        Assert.True(prover.Affords(payload, s_now.AddMilliseconds(150)));
    }

    [Fact]
    public void Inflate_PaletteOfAWriterThatWasCaught_ProvesNothing()
    {
        byte[] bytes = Workbench.QtPicture(1);
        var payload = PayloadIdentifier.Identify(bytes, bytes.Length) with { Channels = "palette" };

        Assert.Equal(ContentProof.Whole, ContentProver.Inflate(payload, bytes, WriterDiscipline.Unknown));
        Assert.Equal(ContentProof.Open, ContentProver.Inflate(payload, bytes, WriterDiscipline.Ignores));
    }

    [Theory]
    [InlineData(PayloadFormat.Picture, PayloadIntegrity.Damaged, "Broken")]
    [InlineData(PayloadFormat.QtImage, PayloadIntegrity.Truncated, "Broken")]
    [InlineData(PayloadFormat.Picture, PayloadIntegrity.Unchecked, "Open")]
    [InlineData(PayloadFormat.Bytes, PayloadIntegrity.Unchecked, "Open")]
    [InlineData(PayloadFormat.Empty, PayloadIntegrity.Complete, "Open")]
    [InlineData(PayloadFormat.QtNullImage, PayloadIntegrity.Complete, "Open")]
    public void Of_Payload_SaysWhatIdentifyingHasShown(PayloadFormat format, PayloadIntegrity integrity, string expected) =>
        Assert.Equal(expected, ContentProver.Of(new PayloadDescription { Format = format, Integrity = integrity }).ToString());

    // The picture's data cut in two chunks, as programs that stream write it.
    private static byte[] Split(byte[] png)
    {
        int first = png.AsSpan().IndexOf("IDAT"u8) - 4;
        int at = first;
        List<byte> data = [];
        for (int length; png.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8); at += length + 12)
        {
            length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            data.AddRange(png.AsSpan(at + 8, length));
        }

        return [.. png[..first], .. Chunk([.. data[..2_000]]), .. Chunk([.. data[2_000..]]), .. png[at..]];
    }

    private static byte[] Chunk(byte[] data)
    {
        byte[] chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        "IDAT"u8.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(
            chunk.AsSpan(data.Length + 8), Crc32.Compute(chunk.AsSpan(4, data.Length + 4)));
        return chunk;
    }

    private static int FirstIdatEnd(byte[] png)
    {
        int idat = png.AsSpan().IndexOf("IDAT"u8) - 4;
        return idat + 12 + BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(idat));
    }
}
