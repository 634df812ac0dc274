using System.Collections.Immutable;
using System.Threading.Channels;
using ShmDashboard.Monitoring.Running;
using ShmDashboard.Monitoring.Segments;

namespace ShmDashboard.Monitoring.Events;

/// <summary>Follows the list and notes what happens between one and the next.</summary>
/// <param name="monitor">Whose list.</param>
/// <param name="log">Where to.</param>
/// <param name="unexpected">Told of comparisons that fail; the next one comes all the same.</param>
public sealed class EventRecorder(ISegmentMonitor monitor, EventLog log, Action<Exception>? unexpected = null) : IAsyncDisposable
{
    /// <summary>What the dashboard does and what the list then shows are one thing within this time.</summary>
    private static readonly TimeSpan s_ownEffect = TimeSpan.FromSeconds(5);

    private readonly Channel<byte> _signals = Channel.CreateBounded<byte>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Resilience _resilience = new(unexpected);
    private SegmentList _before = SegmentList.Empty;
    private IDisposable? _subscription;
    private Task _running = Task.CompletedTask;

    /// <summary>Begins to follow. Once.</summary>
    public void Start()
    {
        _subscription = monitor.Subscribe(() => _signals.Writer.TryWrite(0));
        _running = Task.Run(RunAsync);
    }

    /// <summary>Compares a list with the one that was taken before it. By one thread at a time.</summary>
    public void Take(SegmentList list)
    {
        var happened = ListComparer.Compare(_before, list);
        _before = list;
        if (happened.IsEmpty)
            return;
        var known = log.Current.Events;
        log.Note([.. happened.Where(one => !IsKnown(one, known))]);
    }

    /// <summary>Ends; waits for the last comparison.</summary>
    public async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        _signals.Writer.TryComplete();
        await _running.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        await foreach (byte _ in _signals.Reader.ReadAllAsync().ConfigureAwait(false))
            _resilience.Try(() => Take(monitor.Current));
    }

    /// <summary>The dashboard said already that it did so, or of this hold it was said that it lasts too long.</summary>
    private bool IsKnown(SegmentEvent one, ImmutableArray<SegmentEvent> known) => one.Segment is not null && known.Any(other => other.Segment == one.Segment && one.Kind switch
    {
        SegmentEventKind.Made or SegmentEventKind.MadeAnew => other.Kind is SegmentEventKind.Written or SegmentEventKind.PutBack && one.Utc - other.Utc < s_ownEffect,
        SegmentEventKind.Gone => other.Kind == SegmentEventKind.Removed && one.Utc - other.Utc < s_ownEffect,
        SegmentEventKind.LockStuck => other.Kind == SegmentEventKind.LockStuck && other.Utc >= HeldSince(one),
        _ => false,
    });

    private DateTimeOffset HeldSince(SegmentEvent stuck) =>
        _before.Rows.FirstOrDefault(row => row.Id == stuck.Segment)?.Lock.HeldSinceUtc ?? DateTimeOffset.MaxValue;
}
