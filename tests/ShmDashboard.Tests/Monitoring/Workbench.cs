using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Formats.Qt;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.Monitoring;

/// <summary>A monitor and a publisher over the real kernel, with keys that nobody else uses.</summary>
internal sealed class Workbench : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public Workbench(MonitorOptions? options = null)
    {
        Catalog = new SegmentCatalog(new CatalogOptions(), TimeProvider.System);
        Publisher = new SegmentPublisher(
            Catalog, new PublisherOptions { LockTimeout = TimeSpan.FromMilliseconds(200) },
            new PictureConverter(new PictureRenderer(new EncodedPixels(TimeProvider.System))), TimeProvider.System);
        Locks = new LockObserver(Catalog.Processes);
        Reader = new SegmentReader(Locks, Catalog.Processes, TimeProvider.System);
        Monitor = SegmentMonitor.Create(Catalog, Reader, Locks, Publisher, options ?? new MonitorOptions(), TimeProvider.System);
    }

    public SegmentCatalog Catalog { get; }

    public LockObserver Locks { get; }

    public SegmentReader Reader { get; }

    public SegmentPublisher Publisher { get; }

    public SegmentMonitor Monitor { get; }

    public string Key { get; } = $"test {Guid.NewGuid():N} 图";

    public SegmentId Id => SegmentId.Qt(Key);

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A small PNG that differs with the seed.</summary>
    public static byte[] Png(int seed, int width = 40, int height = 30)
    {
        var pixels = PixelBuffer.Allocate(width, height, PixelFormat.Rgb8);
        for (int y = 0; y < height; y++)
            new Random((seed * 1000) + y).NextBytes(pixels.Row(y)[..(width * 3)]);
        return PictureEncoder.Encode(pixels, PictureFormats.Png, EncodeOptions.Default);
    }

    public static byte[] QtPicture(int seed, int width = 40, int height = 30) => QtImageStream.Wrap(Png(seed, width, height));

    /// <summary>Waits until a watched row is as wanted.</summary>
    public static async Task<SegmentRow> Until(ISegmentWatch watch, Func<SegmentRow, bool> wanted)
    {
        var met = new TaskCompletionSource<SegmentRow>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = watch.Subscribe(() => Check());
        Check();
        return await met.Task.WaitAsync(Patience, Token);

        void Check()
        {
            if (watch.Row is { } row && wanted(row))
                met.TrySetResult(row);
        }
    }

    /// <summary>Waits until something can be had that tells nobody when it comes.</summary>
    public static Task<T> Eventually<T>(Func<T?> look) where T : class => Eventually(() => Task.FromResult(look()));

    /// <inheritdoc cref="Eventually{T}(Func{T})"/>
    public static async Task<T> Eventually<T>(Func<Task<T?>> look) where T : class
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        while (true)
        {
            if (await look() is { } found)
                return found;
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Monitor.DisposeAsync();
        await Publisher.DisposeAsync();
    }
}
