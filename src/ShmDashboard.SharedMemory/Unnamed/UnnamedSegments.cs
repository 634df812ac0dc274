using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Kinds;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.Unnamed;

/// <summary>
/// Shared memory without a name, as the last scan of mappings and open files met it. Thousands of it are usual on a desktop, so
/// only what is asked for is looked at.
/// </summary>
internal sealed class UnnamedSegments(FindingContext context) : ISegmentSource
{
    public void List(ImmutableArray<SegmentFacts>.Builder into)
    {
        if (context.WantsUnnamed is not { } wanted)
            return;

        foreach (var memory in context.Attachments.Unnamed)
        {
            if (wanted(memory.Identity) && Describe(memory) is { } facts)
                into.Add(facts);
        }
    }

    public SegmentFacts? Find(SegmentId id)
    {
        if (!id.TryGetMemFd(out int pid, out long inode) || context.FindUnnamed(pid, inode) is not { } now)
            return null;

        // Who else has it is as of the last scan; that this process has it is of now.
        var scanned = context.Attachments.Unnamed.FirstOrDefault(memory => memory.Identity == now.Identity);
        return Describe(scanned ?? now) ?? Describe(now);
    }

    /// <summary>Null when nobody has it any more.</summary>
    private SegmentFacts? Describe(UnnamedMemory memory)
    {
        ImmutableArray<int> pids =
        [
            .. memory.Attachments.Select(attachment => attachment.Process.Pid)
                .Concat(memory.Descriptors.Select(descriptor => descriptor.Process.Pid)).Distinct().Order(),
        ];
        MemorySeals? seals = null;
        using var file = UnnamedFile.TryOpen(memory, out var status, out _);
        if (file is not null)
        {
            int found = LibC.FCntl((int)file.DangerousGetHandle(), LibC.F_GET_SEALS);
            seals = found < 0 ? null : (MemorySeals)found;
        }
        else if (status.Inode == 0 && !memory.Attachments.Any(attachment => context.Processes.IsAlive(attachment.Process.Pid)))
        {
            return null;
        }

        bool measured = status.Inode != 0;
        long mapped = memory.Attachments.IsEmpty ? 0 : memory.Attachments.Max(attachment => attachment.FileOffset + attachment.LengthBytes);
        long inode = memory.Identity.File.Inode;
        uint owner = measured ? status.Uid : context.Processes.Describe(pids[0])?.Uid ?? 0;
        return new SegmentFacts
        {
            Id = SegmentId.MemFd(pids[0], inode),
            Aliases = [.. pids.Skip(1).Select(pid => SegmentId.MemFd(pid, inode))],
            Kind = SegmentKind.Unnamed,
            Name = NameOf(memory, inode),
            SizeBytes = measured ? status.SizeBytes : mapped,
            ResidentBytes = measured ? status.AllocatedBytes : TouchedPages.CountBytes(memory.Attachments),
            Mode = measured ? status.Mode & 0x1ff : 0,
            OwnerUid = owner,
            OwnerGid = status.Gid,
            OwnerName = context.Users.Of(owner),
            CreatorUid = owner,
            ChangedUtc = measured ? status.BirthUtc ?? status.ChangedUtc : null,
            ModifiedUtc = measured ? status.ModifiedUtc : null,
            FileIdentity = memory.Identity.File,
            Unnamed = new UnnamedFacts
            {
                Origin = memory.Origin,
                Descriptors = memory.Descriptors,
                Seals = seals,
                IsMeasured = measured,
            },
        };
    }

    private static string NameOf(UnnamedMemory memory, long inode) => memory.Origin switch
    {
        UnnamedOrigin.Unlinked => "/" + memory.Label,
        UnnamedOrigin.Anonymous => "/dev/zero",
        _ when memory.Label.Length > 0 => memory.Label,
        _ => string.Create(CultureInfo.InvariantCulture, $"memfd {(ulong)inode}"),
    };
}
