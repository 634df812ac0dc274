using System.Globalization;
using System.Text;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.Processes;

/// <summary>
/// Names and liveness of processes, from <c>/proc</c>. Remembers what it saw, so that a segment's dead creator still has
/// a name, and tells a process from a later one with the same pid by its start time. Thread-safe.
/// </summary>
public sealed class ProcessDirectory
{
    private const int Capacity = 8192;
    private const long TicksPerSecond = 100; // sysconf(_SC_CLK_TCK) is 100 on every Linux that .NET runs on

    // A process is asked for again after this time. Its disappearance is noticed at once in between, by kill(pid, 0);
    // only that it became a zombie takes this long.
    private static readonly TimeSpan s_trust = TimeSpan.FromMilliseconds(500);

    // Between fork and exec a process has its parent's name: one that was met a moment ago is asked for each time.
    private static readonly TimeSpan s_young = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_bootTimeTrust = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, Entry> _entries = [];
    private readonly UserNames _users = new();
    private byte[] _buffer = new byte[4096];
    private DateTimeOffset _bootUtc;
    private long _bootReadAt;
    private bool _bootKnown;

    /// <summary>An empty directory.</summary>
    /// <param name="time">Only ages what is remembered.</param>
    public ProcessDirectory(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
    }

    /// <summary>The process with that pid now. About 0.3 µs when seen in the last half second, else some 10 µs.</summary>
    /// <param name="pid">A pid in our namespace; 0 and less (a process of a namespace we cannot see) is dead and nameless.</param>
    public ProcessRef Look(int pid) => Look(pid, DateTimeOffset.MaxValue);

    /// <summary>
    /// The process with that pid if it had started by then; a later one is another process, and the one asked for is dead.
    /// </summary>
    /// <param name="pid">A pid in our namespace.</param>
    /// <param name="startedBefore">A moment when the process meant was alive. Two seconds of grace: start times are coarse.</param>
    public ProcessRef Look(int pid, DateTimeOffset startedBefore) => See(pid).At(startedBefore);

    /// <summary>Who has that pid now, to be asked of different moments: thousands of segments are of one maker.</summary>
    internal ProcessSeen See(int pid)
    {
        if (pid <= 0)
            return new ProcessSeen(pid, null, null, Alive: false, null);

        lock (_gate)
        {
            var entry = Refresh_NeedsLock(pid);
            return new ProcessSeen(
                pid, entry.Name, entry.PreviousName, entry.Alive, entry.Stat is { } stat ? Started_NeedsLock(stat) : null);
        }
    }

    /// <summary>Whether a process with that pid exists and is not a zombie.</summary>
    public bool IsAlive(int pid) => Look(pid).Alive;

    /// <summary>All that can be told about a process; null when there is none with that pid. Reads three files.</summary>
    public ProcessDetails? Describe(int pid)
    {
        if (pid <= 0)
            return null;

        lock (_gate)
        {
            var entry = Refresh_NeedsLock(pid, atOnce: true);
            if (entry.Stat is not { } stat || !entry.Exists)
                return null;

            string root = Root(pid);
            int length = KernelFile.ReadAll(root + "/cmdline", ref _buffer, out _);
            string commandLine = length > 0
                ? Encoding.UTF8.GetString(_buffer.AsSpan(0, length)).TrimEnd('\0').Replace('\0', ' ')
                : "";
            uint? uid = FileStatus.TryGet(root, followLinks: true, out var status, out _) ? status.Uid : null;
            return new ProcessDetails
            {
                Process = new ProcessRef(pid, entry.Name, entry.Alive),
                CommandLine = commandLine,
                Uid = uid,
                UserName = uid is { } known ? _users.Of(known) : null,
                StartedUtc = Started_NeedsLock(stat),
            };
        }
    }

    /// <summary>
    /// The process a thread belongs to (<c>Tgid</c> of <c>/proc/tid/status</c>, which exists for every thread although it is
    /// not listed); null when there is no such thread in our pid namespace.
    /// </summary>
    internal static int? ProcessOfThread(int tid)
    {
        if (tid <= 0)
            return null;

        byte[] buffer = new byte[2048];
        int length = KernelFile.ReadAll(Root(tid) + "/status", ref buffer, out _);
        ReadOnlySpan<byte> text = buffer.AsSpan(0, Math.Max(length, 0));
        int at = text.IndexOf("\nTgid:"u8);
        bool dead = text.IndexOf("\nState:\tZ"u8) >= 0 || text.IndexOf("\nState:\tX"u8) >= 0;
        return at >= 0 && !dead &&
            System.Buffers.Text.Utf8Parser.TryParse(text[(at + 6)..].TrimStart("\t "u8), out int pid, out _)
            ? pid
            : null;
    }

    /// <summary>When a living process started, in clock ticks since boot; null when there is none, or it is not known.</summary>
    internal long? StartTicksOf(int pid)
    {
        if (pid <= 0)
            return null;

        lock (_gate)
        {
            var entry = Refresh_NeedsLock(pid);
            return entry.Alive ? entry.Stat?.StartTicks : null;
        }
    }

    /// <summary>Whether the pid is a thread of the kernel, which maps nothing; false when unknown.</summary>
    internal bool IsKernelThread(int pid)
    {
        lock (_gate)
        {
            return (_entries.TryGetValue(pid, out var known) ? known : Refresh_NeedsLock(pid)).Stat is
                { IsKernelThread: true };
        }
    }

    private static string Root(int pid) => "/proc/" + pid.ToString(CultureInfo.InvariantCulture);

    private Entry Refresh_NeedsLock(int pid, bool atOnce = false)
    {
        if (!_entries.TryGetValue(pid, out var entry))
        {
            if (_entries.Count >= Capacity)
                _entries.Clear();

            entry = new Entry();
            _entries.Add(pid, entry);
            atOnce = true;
        }

        if (LibC.Kill(pid, 0) != 0 && Errno.Last == Errno.ESRCH)
        {
            entry.Exists = false;
            entry.Alive = false;
            return entry;
        }

        long now = _time.GetTimestamp();
        if (!atOnce && entry.Exists && _time.GetElapsedTime(entry.ReadAt, now) < s_trust && _time.GetElapsedTime(entry.MetAt, now) >= s_young)
            return entry;

        entry.ReadAt = now;
        entry.Exists = true;
        int length = KernelFile.ReadAll(Root(pid) + "/stat", ref _buffer, out _);
        if (length > 0 && ProcessStat.TryParse(_buffer.AsSpan(0, length), entry.Stat?.Name, out var stat))
        {
            bool another = entry.Stat?.StartTicks != stat.StartTicks;
            if (another)
            {
                entry.PreviousName = entry.Name;
                entry.MetAt = now;
            }

            // A program that replaced itself (exec) goes on under its number with another name.
            if (another || entry.Stat?.Name != stat.Name)
                entry.Name = ProcessNames.Whole(pid, stat.Name, ref _buffer);

            entry.Stat = stat;
            entry.Alive = !stat.IsDead;
        }
        else
        {
            // It exists but /proc hides it (hidepid, another pid namespace's view).
            entry.Alive = true;
        }

        return entry;
    }

    private DateTimeOffset Started_NeedsLock(ProcessStat stat)
    {
        long now = _time.GetTimestamp();
        if (!_bootKnown || _time.GetElapsedTime(_bootReadAt, now) > s_bootTimeTrust)
        {
            _bootReadAt = now;
            int length = KernelFile.ReadAll("/proc/stat", ref _buffer, out _);
            _bootKnown = length > 0;
            _bootUtc = BootTime(_buffer.AsSpan(0, Math.Max(length, 0)));
        }

        return _bootUtc.AddTicks(stat.StartTicks * (TimeSpan.TicksPerSecond / TicksPerSecond));
    }

    private static DateTimeOffset BootTime(ReadOnlySpan<byte> text)
    {
        int at = text.IndexOf("\nbtime "u8);
        return at >= 0 && System.Buffers.Text.Utf8Parser.TryParse(text[(at + 7)..], out long seconds, out _)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.UnixEpoch;
    }

    private sealed class Entry
    {
        internal ProcessStat? Stat { get; set; }
        internal string? Name { get; set; }
        internal string? PreviousName { get; set; }
        internal bool Exists { get; set; }
        internal bool Alive { get; set; }
        internal long ReadAt { get; set; }
        internal long MetAt { get; set; }
    }
}
