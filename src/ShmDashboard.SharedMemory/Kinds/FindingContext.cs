using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;

namespace ShmDashboard.SharedMemory.Kinds;

/// <summary>What all sources of one catalogue share. Its lock guards it, but for <see cref="Attachments"/>, which come from scans beside it.</summary>
internal sealed class FindingContext
{
    private volatile AttachmentMap _attachments = AttachmentMap.Empty;

    /// <summary>The clock.</summary>
    internal required TimeProvider Time { get; init; }

    /// <summary>Names of the processes met.</summary>
    internal required ProcessDirectory Processes { get; init; }

    /// <summary>The Qt keys heard of.</summary>
    internal required QtKeyRing Keys { get; init; }

    /// <summary>Qt's key files; as fresh as the list that is being made.</summary>
    internal required QtKeyFileTable KeyFiles { get; init; }

    /// <summary>Where POSIX segments are files, without slash at the end.</summary>
    internal required string PosixDirectory { get; init; }

    /// <summary>Names of users.</summary>
    internal UserNames Users { get; } = new();

    /// <summary>Which memory without a name the list is to have; null for none.</summary>
    internal Func<SegmentIdentity, bool>? WantsUnnamed { get; set; }

    /// <summary>Memory without a name in one process, by its inode.</summary>
    internal Func<int, long, UnnamedMemory?> FindUnnamed { get; set; } = (_, _) => null;

    /// <summary>Who had what mapped at the last scan.</summary>
    internal AttachmentMap Attachments
    {
        get => _attachments;
        set => _attachments = value;
    }
}
