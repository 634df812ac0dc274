using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.Reading;

/// <summary>
/// Reads a segment out of the memory of a process that has it mapped whole, which leaves no trace. Processes that may not be
/// read are remembered for a while. Thread-safe.
/// </summary>
internal sealed class PeerReader(SharedMemoryDevices devices, TimeProvider time)
{
    private const int RefusalCapacity = 1024;
    private static readonly TimeSpan s_refusalTrust = TimeSpan.FromSeconds(5);

    private readonly Lock _refusalGate = new();
    private readonly Dictionary<int, long> _refusedAt = [];

    [ThreadStatic]
    private static byte[]? s_text;

    [ThreadStatic]
    private static List<Mapping>? s_mappings;

    /// <summary>Runs the copy over the first that can serve; null when none can.</summary>
    /// <param name="segment">Which.</param>
    /// <param name="attachments">Who has it mapped, as last scanned; checked before and after.</param>
    /// <param name="copy">Copies out of that process.</param>
    internal T? Read<T>(SegmentFacts segment, ImmutableArray<Attachment> attachments, Func<ISegmentView, ProcessRef, T> copy)
        where T : class
    {
        foreach (var attachment in attachments)
        {
            if (ReadOne(segment, attachment, copy) is { } outcome)
                return outcome;
        }

        return null;
    }

    private T? ReadOne<T>(SegmentFacts segment, Attachment source, Func<ISegmentView, ProcessRef, T> copy)
        where T : class
    {
        int pid = source.Process.Pid;
        if (source.FileOffset != 0 || source.LengthBytes < segment.SizeBytes || IsRefused(pid))
            return null;

        byte[] text = s_text ??= new byte[16 * 1024];
        var mappings = s_mappings ??= [];
        using var maps = ProcessMaps.TryOpen(pid, devices, out int errno);
        if (maps is null)
        {
            Refuse(pid, errno);
            return null;
        }

        bool mapped = maps.StillMaps(segment.Identity, source.Address, mappings, ref text);
        s_text = text;
        if (!mapped)
            return null;

        var view = new PeerMemoryView(source, segment.SizeBytes);
        try
        {
            var outcome = copy(view, source.Process);
            mapped = maps.StillMaps(segment.Identity, source.Address, mappings, ref text);
            s_text = text;
            return mapped ? outcome : null;
        }
        catch (SegmentGoneException) when (view.Errno != 0)
        {
            Refuse(pid, view.Errno);
            return null;
        }
    }

    private bool IsRefused(int pid)
    {
        lock (_refusalGate)
        {
            if (!_refusedAt.TryGetValue(pid, out long at))
                return false;

            if (time.GetElapsedTime(at) < s_refusalTrust)
                return true;

            _refusedAt.Remove(pid);
            return false;
        }
    }

    // Only a refusal is remembered: a process that has gone, or unmapped the segment, is a matter of the next scan.
    private void Refuse(int pid, int errno)
    {
        if (!Errno.IsDenied(errno))
            return;

        lock (_refusalGate)
        {
            if (_refusedAt.Count >= RefusalCapacity)
                _refusedAt.Clear();

            _refusedAt[pid] = time.GetTimestamp();
        }
    }
}
