using System.Collections.Immutable;
using System.Globalization;
using System.IO.Enumeration;
using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.SharedMemory.Processes;

/// <summary>One look through the mappings of one or all processes. Not thread-safe; made for one scan.</summary>
internal sealed class AttachmentScan(SharedMemoryDevices devices, ProcessDirectory processes)
{
    private static readonly string? s_ownIpcNamespace = KernelFile.ReadLink("/proc/self/ns/ipc");

    private const int InitPid = 1;

    private readonly List<Mapping> _mappings = [];

    internal AttachmentMap ScanAll(ref byte[] buffer, DateTimeOffset nowUtc)
    {
        var byObject = new Dictionary<SegmentIdentity, ImmutableArray<Attachment>.Builder>();
        var unlinked = new Dictionary<SegmentIdentity, string>();
        var unreadable = new HashSet<int>();
        foreach (int pid in AllPids())
        {
            if (processes.IsKernelThread(pid))
            {
                continue;
            }

            // Init may have more rights than we, even as root, and shares no memory with applications: nobody is missed.
            bool? readable = Collect(pid, ref buffer);
            if (readable is false && pid != InitPid)
            {
                unreadable.Add(pid);
            }

            if (_mappings.Count == 0)
            {
                continue;
            }

            ProcessRef process = processes.Look(pid);
            foreach (Mapping mapping in _mappings)
            {
                if (!byObject.TryGetValue(mapping.Object, out ImmutableArray<Attachment>.Builder? attachments))
                {
                    byObject.Add(mapping.Object, attachments = ImmutableArray.CreateBuilder<Attachment>());
                }

                attachments.Add(ToAttachment(process, mapping));
                if (mapping.UnlinkedName is { } name)
                {
                    unlinked.TryAdd(mapping.Object, name);
                }
            }
        }

        return new AttachmentMap(
            byObject.ToDictionary(pair => pair.Key, pair => pair.Value.ToImmutable()),
            unreadable,
            nowUtc,
            [.. unlinked.Select(pair => new UnlinkedFile(
                Path.GetFileName(pair.Value), pair.Key.File, byObject[pair.Key].ToImmutable()))]);
    }

    internal ImmutableArray<Attachment> ScanOne(int pid, SegmentIdentity segment, ref byte[] buffer)
    {
        Collect(pid, ref buffer);
        if (_mappings.Count == 0)
        {
            return [];
        }

        ProcessRef process = processes.Look(pid);
        return [.. _mappings.Where(mapping => mapping.Object == segment).Select(mapping => ToAttachment(process, mapping))];
    }

    /// <summary>Every pid of <c>/proc</c>, ascending.</summary>
    internal static List<int> AllPids()
    {
        var pids = new List<int>(256);
        var entries = new FileSystemEnumerable<int>(
            "/proc",
            (ref FileSystemEntry entry) => int.Parse(entry.FileName, NumberStyles.None, CultureInfo.InvariantCulture),
            new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = true })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                char.IsAsciiDigit(entry.FileName[0]) &&
                int.TryParse(entry.FileName, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        };
        pids.AddRange(entries);
        pids.Sort();
        return pids;
    }

    // True: read; false: not permitted; null: gone.
    private bool? Collect(int pid, ref byte[] buffer)
    {
        _mappings.Clear();
        using ProcessMaps? maps = ProcessMaps.TryOpen(pid, devices, out int errno);
        if (maps is null)
        {
            return Errno.IsDenied(errno) ? false : null;
        }

        if (!maps.Collect(_mappings, 0, ulong.MaxValue, ref buffer))
        {
            return null;
        }

        // Numbers of System V segments mean something else in another IPC namespace (a container).
        if (_mappings.Exists(static mapping => mapping.Object.ShmId is not null) && s_ownIpcNamespace is not null &&
            KernelFile.ReadLink(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/ns/ipc")) is { } theirs &&
            theirs != s_ownIpcNamespace)
        {
            _mappings.RemoveAll(static mapping => mapping.Object.ShmId is not null);
        }

        return true;
    }

    private static Attachment ToAttachment(ProcessRef process, in Mapping mapping) => new(
        process, mapping.Start, (long)(mapping.End - mapping.Start), mapping.Offset, mapping.Writable);
}
