using System.Buffers.Binary;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.Monitoring;

/// <summary>Whatever the bytes are, and however they change meanwhile: an answer, in bounded time and memory.</summary>
[Trait("Category", "Kernel")]
[Collection(nameof(AloneCollection))]
public sealed class HostilePayloadTests
{
    private const int SegmentBytes = 64 << 10;

    [Fact]
    public async Task LookAsync_TenThousandPayloadsChangingMeanwhile_AlwaysAnswersAndDoesNotGrow()
    {
        await using var bench = new Workbench();
        string name = $"test {Guid.NewGuid():N}";
        using var segment = PosixSegment.Create(name, SegmentBytes);
        try
        {
            var random = new Random(20261120);
            byte[] png = Workbench.QtPicture(1, 100, 100);
            long before = 0;
            for (int i = 0; i < 10_000; i++)
            {
                segment.Write(0, Payload(random, png));
                var look = bench.Monitor.LookAsync(SegmentId.Posix(name), Workbench.Token);
                segment.Write(random.Next(SegmentBytes - 16), Payload(random, png).AsSpan(0, 16));

                var row = await look;
                Assert.NotNull(row?.Frame);
                Assert.InRange(row.Frame.Payload.PayloadLength, 0, SegmentBytes);
                if (i == 1000)
                    before = GC.GetTotalMemory(forceFullCollection: true);
            }

            Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 8 << 20);
        }
        finally
        {
            PosixSegment.Unlink(name);
        }
    }

    [Fact]
    public async Task LookAsync_HeaderOfFiftyThousandSquared_SaysWhatIsTheMatter()
    {
        byte[] stream = Workbench.QtPicture(1);
        BinaryPrimitives.WriteInt32BigEndian(stream.AsSpan(20), 50_000);
        BinaryPrimitives.WriteInt32BigEndian(stream.AsSpan(24), 50_000);
        BinaryPrimitives.WriteUInt32BigEndian(stream.AsSpan(33), ShmDashboard.Imaging.Formats.Png.Crc32.Compute(stream.AsSpan(16, 17)));

        var frame = await LookAt(stream);

        Assert.Equal(PayloadFormat.QtImage, frame.Payload.Format);
        Assert.Equal((50_000, PayloadIntegrity.Damaged, false),
            (frame.Payload.Width, frame.Payload.Integrity, frame.Payload.ReadableByQImageStream));
        Assert.Contains("which 7500050000 inflated bytes cannot do without", frame.Payload.Problem!.ToString(), StringComparison.Ordinal);
    }

    private static async Task<FrameInfo> LookAt(byte[] payload)
    {
        await using var bench = new Workbench();
        string name = $"test {Guid.NewGuid():N}";
        using var segment = PosixSegment.Create(name, payload.Length);
        try
        {
            segment.Write(0, payload);
            return (await bench.Monitor.LookAsync(SegmentId.Posix(name), Workbench.Token))!.Frame!;
        }
        finally
        {
            PosixSegment.Unlink(name);
        }
    }

    private static byte[] Payload(Random random, byte[] png)
    {
        byte[] payload = new byte[SegmentBytes];
        switch (random.Next(4))
        {
            case 0:
                random.NextBytes(payload);
                break;
            case 1:
                png.CopyTo(payload, 0);
                for (int flips = random.Next(8); flips >= 0; flips--)
                    payload[random.Next(png.Length)] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                png.AsSpan(0, random.Next(png.Length)).CopyTo(payload);
                random.NextBytes(payload.AsSpan(random.Next(png.Length), 100));
                break;
            default:
                BinaryPrimitives.WriteUInt32BigEndian(payload, (uint)random.Next());
                random.NextBytes(payload.AsSpan(4, random.Next(64)));
                break;
        }

        return payload;
    }
}
