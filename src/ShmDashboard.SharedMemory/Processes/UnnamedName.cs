using System.Text;

namespace ShmDashboard.SharedMemory.Processes;

/// <summary>What the kernel prints where memory without a name is mapped or open (mm/memfd.c, mm/shmem.c, d_path).</summary>
internal readonly record struct UnnamedName(UnnamedOrigin Origin, string Label)
{
    private static ReadOnlySpan<byte> MemFd => "/memfd:"u8;

    /// <summary>For files of the kernel's own file system; null for what else lives there, such as a graphics driver's.</summary>
    internal static UnnamedName? OfKernelFile(ReadOnlySpan<byte> path)
    {
        var bare = MapsLine.WithoutDeleted(path);
        return bare.StartsWith(MemFd)
            ? new UnnamedName(UnnamedOrigin.MemFd, Encoding.UTF8.GetString(bare[MemFd.Length..]))
            : bare.SequenceEqual("/dev/zero"u8) || bare.SequenceEqual("/anon_hugepage"u8)
                ? new UnnamedName(UnnamedOrigin.Anonymous, "")
                : null;
    }

    /// <summary>For a file of the POSIX directory; null while it has its name.</summary>
    internal static UnnamedName? OfPosixFile(ReadOnlySpan<byte> path)
    {
        if (!MapsLine.IsDeleted(path))
            return null;

        var bare = MapsLine.WithoutDeleted(path);
        return new UnnamedName(UnnamedOrigin.Unlinked, Encoding.UTF8.GetString(bare[(bare.LastIndexOf((byte)'/') + 1)..]));
    }
}
