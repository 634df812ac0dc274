using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Reading;

namespace ShmDashboard.Monitoring.Sampling;

/// <summary>
/// Finds out whether a segment's writer keeps to its lock, by what the kernel tells of the lock's last operation around each
/// change. One owner; not thread-safe; time is what is passed in. System V locks only: POSIX ones tell too little.
/// </summary>
/// <remarks>
/// It cannot see through everything: a reader that takes the lock looks like a writer that does, and a writer that takes it for
/// some frames and not for others may not be caught at once. Content with checksums is therefore judged by these.
/// </remarks>
internal sealed class DisciplineWatch
{
    /// <summary>So many changes with the lock operated make a writer believed.</summary>
    private const int Enough = 4;

    /// <summary>Two suspicious changes within so many make a writer that ignores the lock; one may be a coincidence.</summary>
    private const int SuspicionWindow = 32;

    /// <summary>How long a writer that was caught is remembered as such.</summary>
    private static readonly TimeSpan s_memory = TimeSpan.FromSeconds(30);

    // The kernel's clock for operation times is that of its last tick.
    private static readonly TimeSpan s_operationGrain = TimeSpan.FromMilliseconds(1020);

    private DisciplineLook? _anchor;
    private bool _operatedSince;
    private bool _unclearSince;
    private bool _odd;
    private bool _wholeSeen;
    private int _kept;
    private int _sinceSuspicion = SuspicionWindow;
    private DateTimeOffset? _caughtUtc;

    /// <summary>What is known, with regard to the content last taken in: a single odd change is not vouched for.</summary>
    public WriterDiscipline State { get; private set; }

    /// <summary>Forgets everything: another object has the name now.</summary>
    public void Reset()
    {
        _anchor = null;
        _operatedSince = false;
        _unclearSince = false;
        _odd = false;
        _wholeSeen = false;
        _kept = 0;
        _sinceSuspicion = SuspicionWindow;
        _caughtUtc = null;
        State = WriterDiscipline.Unknown;
    }

    /// <summary>
    /// A look that does not become the reference for the content (only hints were compared, or its copy is not taken in): the
    /// lock is followed all the same.
    /// </summary>
    public void Pass(in DisciplineLook look)
    {
        if (_anchor is not { } anchor)
            return;
        _operatedSince |= OperatedByOthers(anchor, look);
        _unclearSince |= !IsOurNextTurn(anchor, look);
        _anchor = anchor with { After = look.After, Route = look.Route, LockTurn = look.LockTurn };
    }

    /// <summary>A look whose content is the reference from now on.</summary>
    public void Observe(in DisciplineLook look)
    {
        bool operated = _operatedSince || (_anchor is { } known && OperatedByOthers(known, look));
        if (_caughtUtc is { } caught && look.StartedUtc - caught > s_memory)
        {
            _caughtUtc = null;
            _kept = 0;
        }

        if (look.Changed && look.Before.Kind == LockKind.QtSystemV && !look.WeMayWrite)
            Judge(look, operated);
        _wholeSeen |= look.Whole;
        _anchor = look;
        _operatedSince = false;
        _unclearSince = false;
        Conclude();
    }

    /// <summary>What the bytes of an earlier look proved, found out only afterwards.</summary>
    /// <param name="look">The look, observed before.</param>
    /// <param name="proof">What they proved.</param>
    public void Learn(in DisciplineLook look, ContentProof proof)
    {
        bool torn = proof == ContentProof.Broken && look is { Changed: true, WeMayWrite: false, Before.Kind: LockKind.QtSystemV };
        if (torn && _wholeSeen)
        {
            _odd = true;
            Suspect(look);
        }

        _wholeSeen |= proof == ContentProof.Whole;
        Conclude();
    }

    private void Conclude() =>
        State = _caughtUtc is not null ? WriterDiscipline.Ignores
            : _kept >= Enough && !_odd ? WriterDiscipline.Keeps
            : WriterDiscipline.Unknown;

    private void Judge(in DisciplineLook look, bool operated)
    {
        _odd = true;
        _sinceSuspicion = Math.Min(_sinceSuspicion + 1, SuspicionWindow);
        if (look.ChangedUnderOurLock || (_anchor is { } anchor && !operated && IsProvenUntouched(anchor, look)))
            Catch(look);
        else if ((look.Torn && _wholeSeen) || (_anchor is { } last && !operated && !_unclearSince && IsUntouchedByOurTurns(last, look)))
            Suspect(look);
        else
        {
            _odd = false;
            _kept += operated && _caughtUtc is null ? 1 : 0;
        }
    }

    // A torn picture is odd only among whole ones: a writer whose pictures are all broken may keep to the lock.
    private void Suspect(in DisciplineLook look)
    {
        if (_sinceSuspicion < SuspicionWindow || _caughtUtc is not null)
            Catch(look);
        _sinceSuspicion = 0;
    }

    private void Catch(in DisciplineLook look)
    {
        _caughtUtc = look.StartedUtc;
        _kept = 0;
        _sinceSuspicion = 0;
    }

    private static bool OperatedByOthers(in DisciplineLook anchor, in DisciplineLook look) =>
        anchor.Before.State == LockState.Held || anchor.After.State == LockState.Held || look.LockHandedOver ||
        IsOperated(anchor.After, look.Before) || IsOperated(anchor.After, look.After);

    private static bool IsOperated(in LockReading before, in LockReading now)
    {
        int self = Environment.ProcessId;
        return now.State == LockState.Held || now.SemaphoreId != before.SemaphoreId || now.WaiterCount > 0 ||
            (now.LastPid != self && (now.LastPid != before.LastPid || now.LastOperationUtc != before.LastOperationUtc));
    }

    /// <summary>
    /// The last operation was completed in a second that had ended when the last look began: whatever changed since, changed
    /// without one.
    /// </summary>
    private static bool IsProvenUntouched(in DisciplineLook anchor, in DisciplineLook look) =>
        IsFreeAndSame(anchor.Before, anchor.After) && IsFreeAndSame(anchor.Before, look.Before) &&
        IsFreeAndSame(anchor.Before, look.After) &&
        (anchor.Before.LastOperationUtc is not { } operation || operation + s_operationGrain <= anchor.StartedUtc);

    private static bool IsFreeAndSame(in LockReading one, in LockReading other) =>
        one.State == LockState.Free && other.State == LockState.Free && one.SemaphoreId == other.SemaphoreId &&
        one.LastPid == other.LastPid && one.LastOperationUtc == other.LastOperationUtc;

    /// <summary>
    /// We took the lock for both copies, with no other turn of ours between, and were still the last before the second: nobody
    /// else had it, unless within the microseconds before our turn.
    /// </summary>
    private static bool IsUntouchedByOurTurns(in DisciplineLook anchor, in DisciplineLook look) =>
        look.Route == ReadRoute.LockedAttach && anchor.Route == ReadRoute.LockedAttach && IsOurNextTurn(anchor, look) &&
        anchor.After.LastPid == Environment.ProcessId && look.Before.LastPid == Environment.ProcessId &&
        anchor.After.SemaphoreId == look.Before.SemaphoreId;

    /// <summary>With no other turn of ours between, whose writing of the last operator's number would hide another's.</summary>
    private static bool IsOurNextTurn(in DisciplineLook anchor, in DisciplineLook look) =>
        look.Route != ReadRoute.LockedAttach || anchor.Route != ReadRoute.LockedAttach ||
        look.LockTurn == anchor.LockTurn + 1;
}
