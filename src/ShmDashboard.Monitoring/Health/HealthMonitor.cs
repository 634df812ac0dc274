using System.Collections.Immutable;
using ShmDashboard.Monitoring.Running;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.Monitoring.Segments;

namespace ShmDashboard.Monitoring.Health;

/// <summary>Examines the machine every five seconds and on demand, and remembers since when each thing has been found.</summary>
public sealed class HealthMonitor : IHealthMonitor, IAsyncDisposable
{
    /// <summary>Contents are counted and names remembered so often.</summary>
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    private const int TicksPerExamination = 5;

    private readonly ISegmentMonitor _monitor;
    private readonly MachineStateReader _reader;
    private readonly TimeProvider _time;
    private readonly Resilience _resilience;
    private readonly Lock _examining = new();
    private readonly VerdictTallies _tallies = new();
    private readonly CancellationTokenSource _stopping = new();

    private ImmutableArray<Action> _subscribers = [];
    private Examination? _last;
    private Task _running = Task.CompletedTask;

    private HealthMonitor(ISegmentMonitor monitor, MachineStateReader reader, TimeProvider time, Action<Exception>? unexpected)
    {
        _resilience = new Resilience(unexpected);
        _monitor = monitor;
        _reader = reader;
        _time = time;
    }

    /// <inheritdoc/>
    public ImmutableArray<Finding> Current => Volatile.Read(ref _last)?.Findings ?? [];

    /// <inheritdoc/>
    public Surroundings Surroundings => Volatile.Read(ref _last)?.Surroundings ?? Surroundings.None;

    /// <inheritdoc/>
    public DateTimeOffset? ExaminedUtc => Volatile.Read(ref _last)?.ExaminedUtc;

    /// <summary>A monitor that does nothing until <see cref="Start"/> or <see cref="ExamineAsync"/>.</summary>
    /// <param name="monitor">Whose list is examined.</param>
    /// <param name="reader">Reads what the list does not hold.</param>
    /// <param name="time">The clock.</param>
    /// <param name="unexpected">Told of examinations that fail; the next one comes all the same.</param>
    public static HealthMonitor Create(
        ISegmentMonitor monitor, MachineStateReader reader, TimeProvider time, Action<Exception>? unexpected = null)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(time);
        return new HealthMonitor(monitor, reader, time, unexpected);
    }

    /// <summary>Begins to examine. Once.</summary>
    public void Start() => _running = Task.Run(() => RunAsync(_stopping.Token));

    /// <inheritdoc/>
    public IDisposable Subscribe(Action changed)
    {
        ImmutableInterlocked.Update(ref _subscribers, list => list.Add(changed));
        return new Subscription(() => ImmutableInterlocked.Update(ref _subscribers, list => list.Remove(changed)));
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<Finding>> ExamineAsync(CancellationToken cancellationToken)
    {
        var list = await _monitor.LookAroundAsync(cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => Examine(list), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the examinations; waits for the last one.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
            return;
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_tick, _time);
        try
        {
            for (int tick = 1; await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false); tick++)
            {
                var list = _monitor.Current;
                // Before the first sweep there is nothing to judge, and then no reason to wait.
                bool examine = list.Version > 0 && (ExaminedUtc is null || tick % TicksPerExamination == 0);
                _resilience.Try(() =>
                {
                    if (examine)
                        Examine(list);
                    else
                        Remember(list);
                });
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private void Remember(SegmentList list)
    {
        lock (_examining)
        {
            _tallies.Observe(list.Rows, _time.GetUtcNow());
            _reader.Remember(list);
        }
    }

    private ImmutableArray<Finding> Examine(SegmentList list)
    {
        Examination examination;
        bool changed;
        lock (_examining)
        {
            _tallies.Observe(list.Rows, _time.GetUtcNow());
            var state = _reader.Read(list, _tallies.Counts);
            var before = _last;
            examination = new Examination(
                Date(HealthExaminer.Examine(state), before, state.NowUtc), Surroundings.Of(state), state.NowUtc);
            changed = before is null || !examination.Findings.SequenceEqual(before.Findings) ||
                !examination.Surroundings.LeftSemaphores.SetEquals(before.Surroundings.LeftSemaphores) ||
                examination.Surroundings.Semaphores.Length != before.Surroundings.Semaphores.Length;
            Volatile.Write(ref _last, examination);
        }

        if (changed)
        {
            foreach (var subscriber in _subscribers)
                subscriber();
        }

        return examination.Findings;
    }

    private static ImmutableArray<Finding> Date(ImmutableArray<Finding> findings, Examination? before, DateTimeOffset now)
    {
        var known = (before?.Findings ?? []).ToDictionary(
            finding => finding.Id, finding => finding.FirstSeenUtc, StringComparer.Ordinal);
        return [.. findings.DistinctBy(finding => finding.Id)
            .Select(finding => finding with { FirstSeenUtc = known.GetValueOrDefault(finding.Id, now) })];
    }

    private sealed record Examination(ImmutableArray<Finding> Findings, Surroundings Surroundings, DateTimeOffset ExaminedUtc);
}
