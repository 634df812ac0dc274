using ShmDashboard.SharedMemory.Qt;

namespace ShmDashboard.Web.Demo;

/// <summary>
/// Writes <see cref="DemoPicture"/> into a Qt segment again and again, under its lock, as a Qt program would with
/// <c>QDataStream &lt;&lt; QPixmap</c>. Ends when its input is closed, on Ctrl+C and SIGTERM, or with its parent.
/// </summary>
internal static class DemoProducer
{
    /// <summary>The Qt key written under unless told otherwise.</summary>
    public const string Key = "demo";

    private const int SegmentBytes = 512 << 10;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_lockTimeout = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(string key, int parentPid, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            using var segment = QtSharedMemory.Create(key, SegmentBytes, new QtSharedMemoryOptions { ReplaceAbandoned = true });
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (parentPid != 0)
                _ = Task.Run(() => EndWithInputAsync(ended), CancellationToken.None);
            await WriteUntilEndedAsync(segment, time, ended.Token);
            return 0;
        }
        catch (QtSharedMemoryException error)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return 1;
        }
    }

    private static async Task WriteUntilEndedAsync(QtSharedMemory segment, TimeProvider time, CancellationToken ended)
    {
        var loop = new DemoLoop(s_interval);
        long started = time.GetTimestamp();
        using var timer = new PeriodicTimer(s_interval, time);
        try
        {
            do
            {
                byte[] stream = loop.At(time.GetElapsedTime(started));
                if (!segment.TryLock(s_lockTimeout, ended))
                    continue;
                segment.Write(0, stream);
                segment.Unlock();
            }
            while (await timer.WaitForNextTickAsync(ended));
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // Asked to end.
        }
    }

    private static async Task EndWithInputAsync(CancellationTokenSource ended)
    {
        // The parent holds the other end: it closes with the parent, however that ends. Reading the console blocks its thread.
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(Stream.Null);
        try
        {
            await ended.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // Ended otherwise meanwhile.
        }
    }
}
