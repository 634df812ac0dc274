using ShmDashboard.Monitoring.Frames;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Tests.SharedMemory;

namespace ShmDashboard.Tests.Monitoring.Sampling;

[Collection(KernelCollection.Name)]
[Trait("Category", "Kernel")]
public sealed class LargeContentTests
{
    [Fact]
    public async Task Watch_LargeAndMovingWithoutALock_SaysThatPiecesAgree_AndAtRestThatAllDoes()
    {
        string name = $"shmdashboard-{Guid.NewGuid():N}";
        await using var bench = new Workbench();
        using var segment = PosixSegment.Create(name, 4 << 20);
        try
        {
            byte[] content = new byte[4 << 20];
            new Random(3).NextBytes(content);
            segment.Write(0, content);
            using var watch = bench.Monitor.Watch(SegmentId.Posix(name));

            await Workbench.Eventually(() =>
            {
                content[0]++;
                segment.Write(0, content.AsSpan(0, 1));
                return watch.Row is { Frame.Verdict: { Kind: VerdictKind.NoLock, InPieces: true } } ? watch : null;
            });
            var rest = await Workbench.Until(watch, row => row.Frame?.Verdict.InPieces == false);

            Assert.Equal(VerdictKind.NoLock, rest.Frame!.Verdict.Kind);
        }
        finally
        {
            PosixSegment.Unlink(name);
        }
    }
}
