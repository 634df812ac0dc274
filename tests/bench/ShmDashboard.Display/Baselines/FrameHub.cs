using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;

namespace ShmDashboard.Display.Baselines;

/// <summary>Frames by SignalR.</summary>
internal sealed class FrameHub(SegmentSource source) : Hub
{
    public async IAsyncEnumerable<byte[]> Frames([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[source.PayloadBytes];
        long last = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            (last, var bytes) = await source.NextAsync(last, buffer, cancellationToken);
            yield return bytes.ToArray();
        }
    }
}
