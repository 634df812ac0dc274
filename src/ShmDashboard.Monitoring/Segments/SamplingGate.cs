namespace ShmDashboard.Monitoring.Segments;

/// <summary>
/// One look at a segment at a time, held over system calls; whoever leaves tells what was found, when nobody else has to wait for it.
/// Taken before the lock of <see cref="SegmentState"/>, never while it is held.
/// </summary>
/// <param name="state">What the looks find.</param>
internal sealed class SamplingGate(SegmentState state)
{
    private readonly Lock _lock = new();

    /// <summary>Waits until nobody else looks; not twice on one thread.</summary>
    public Scope Enter()
    {
        _lock.Enter();
        return new Scope(this);
    }

    /// <summary>The look, until disposed.</summary>
    internal readonly ref struct Scope(SamplingGate gate)
    {
        public void Dispose()
        {
            gate._lock.Exit();
            gate.State.Tell();
        }
    }

    private SegmentState State { get; } = state;
}
