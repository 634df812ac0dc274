using System.Collections.Immutable;
using System.Globalization;
using System.IO.Enumeration;
using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.SharedMemory.Processes;

/// <summary>One look through the mappings of one or all processes. Not thread-safe; made for one scan.</summary>
internal sealed class AttachmentScan(SharedMemoryDevices devices, ProcessDirectory processes, string posixDirectory)
{
    private static readonly string? s_ownIpcNamespace = KernelFile.ReadLink("/proc/self/ns/ipc");

    private const int InitPid = 1;

    private readonly List<Mapping> _mappings = [];

    /// <param name="buffer">For text; grows.</param>
    /// <param name="nowUtc">The time.</param>
    /// <param name="openFiles">
    /// Open files too, which cost as much again: memory without a name can be open and mapped nowhere. Otherwise those of the
    /// scan before.
    /// </param>
    /// <param name="before">The scan before.</param>
    internal AttachmentMap ScanAll(ref byte[] buffer, DateTimeOffset nowUtc, bool openFiles, AttachmentMap before)
    {
        var byObject = new Dictionary<SegmentIdentity, ImmutableArray<Attachment>.Builder>();
        var names = new Dictionary<SegmentIdentity, UnnamedName>();
        var descriptors = new Dictionary<SegmentIdentity, ImmutableArray<Descriptor>.Builder>();
        var unreadable = new HashSet<int>();
        var files = new DescriptorScan(devices, posixDirectory);
        foreach (int pid in ProcessListing.Pids())
        {
            if (processes.IsKernelThread(pid))
                continue;

            // Init may have more rights than we, even as root, and shares no memory with applications: nobody is missed.
            bool? readable = Collect(pid, ref buffer);
            if (readable is false && pid != InitPid)
                unreadable.Add(pid);

            if (openFiles && readable is true)
            {
                files.Look(pid, (number, identity, name) =>
                {
                    names.TryAdd(identity, name);
                    Of(descriptors, identity).Add(new Descriptor(processes.Look(pid), number));
                });
            }

            if (_mappings.Count == 0)
                continue;

            var process = processes.Look(pid);
            foreach (var mapping in _mappings)
            {
                Of(byObject, mapping.Object).Add(ToAttachment(process, mapping));
                if (mapping.Unnamed is { } name)
                    names.TryAdd(mapping.Object, name);
            }
        }

        if (!openFiles)
        {
            foreach (var memory in before.Unnamed.Where(memory => !memory.Descriptors.IsEmpty))
            {
                names.TryAdd(memory.Identity, new UnnamedName(memory.Origin, memory.Label));
                Of(descriptors, memory.Identity).AddRange(memory.Descriptors);
            }
        }

        return new AttachmentMap(
            byObject.ToDictionary(pair => pair.Key, pair => pair.Value.ToImmutable()),
            unreadable,
            nowUtc,
            Unnamed(names, byObject, descriptors));
    }

    private ImmutableArray<UnnamedMemory> Unnamed(
        Dictionary<SegmentIdentity, UnnamedName> names,
        Dictionary<SegmentIdentity, ImmutableArray<Attachment>.Builder> byObject,
        Dictionary<SegmentIdentity, ImmutableArray<Descriptor>.Builder> descriptors)
    {
        // glibc makes a semaphore under a temporary name: who made it shows that one, deleted, though the file has its own.
        bool doubtful = names.Any(pair => pair.Value.Origin == UnnamedOrigin.Unlinked && !descriptors.ContainsKey(pair.Key));
        var named = doubtful ? NamedFiles() : [];
        var found = ImmutableArray.CreateBuilder<UnnamedMemory>(names.Count);
        foreach ((var identity, var name) in names)
        {
            if (!named.Contains(identity))
            {
                found.Add(new UnnamedMemory(
                    identity, name.Origin, name.Label,
                    byObject.GetValueOrDefault(identity)?.ToImmutable() ?? [],
                    descriptors.GetValueOrDefault(identity)?.ToImmutable() ?? []));
            }
        }

        return found.DrainToImmutable();
    }

    private HashSet<SegmentIdentity> NamedFiles()
    {
        var named = new HashSet<SegmentIdentity>();
        try
        {
            foreach (string path in Directory.EnumerateFiles(posixDirectory))
            {
                if (FileStatus.TryGet(path, followLinks: false, out var status, out _))
                    named.Add(SegmentIdentity.OfFile(status.Identity));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Not ours to list: then nothing is known to have a name.
        }

        return named;
    }

    private static ImmutableArray<T>.Builder Of<T>(Dictionary<SegmentIdentity, ImmutableArray<T>.Builder> lists, SegmentIdentity key)
    {
        if (!lists.TryGetValue(key, out var list))
            lists.Add(key, list = ImmutableArray.CreateBuilder<T>());

        return list;
    }

    internal ImmutableArray<Attachment> ScanOne(int pid, SegmentIdentity segment, ref byte[] buffer)
    {
        Collect(pid, ref buffer);
        if (_mappings.Count == 0)
            return [];

        var process = processes.Look(pid);
        return [.. _mappings.Where(mapping => mapping.Object == segment).Select(mapping => ToAttachment(process, mapping))];
    }

    /// <summary>
    /// The memory without a name that a process maps or has open under that inode; null when it has none or may not be looked
    /// into.
    /// </summary>
    internal UnnamedMemory? FindUnnamed(int pid, long inode, ref byte[] buffer)
    {
        Collect(pid, ref buffer);
        var process = processes.Look(pid);
        var descriptors = new List<(Descriptor File, SegmentIdentity Identity, UnnamedName Name)>();
        new DescriptorScan(devices, posixDirectory).Look(pid, (number, identity, name) =>
        {
            if (identity.File.Inode == inode)
                descriptors.Add((new Descriptor(process, number), identity, name));
        });
        var mapped = _mappings.Where(mapping => mapping.Unnamed is not null && mapping.Object.File.Inode == inode)
            .Select(mapping => (Mapping?)mapping).FirstOrDefault();
        var identity = descriptors.Count > 0 ? descriptors[0].Identity : mapped?.Object ?? default;
        if (!identity.IsKnown)
            return null;

        var name = descriptors.Count > 0 ? descriptors[0].Name : mapped!.Value.Unnamed!.Value;
        return new UnnamedMemory(
            identity, name.Origin, name.Label,
            [.. _mappings.Where(mapping => mapping.Object == identity).Select(mapping => ToAttachment(process, mapping))],
            [.. descriptors.Where(file => file.Identity == identity).Select(file => file.File)]);
    }

    // True: read; false: not permitted; null: gone.
    private bool? Collect(int pid, ref byte[] buffer)
    {
        _mappings.Clear();
        using var maps = ProcessMaps.TryOpen(pid, devices, out int errno);
        if (maps is null)
            return Errno.IsDenied(errno) ? false : null;

        if (!maps.Collect(_mappings, 0, ulong.MaxValue, ref buffer))
            return null;

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
