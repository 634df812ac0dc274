using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Unicode;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.Posix;

/// <summary>
/// What lies in <c>/dev/shm</c> and is in no list of segments: directories, in which programs may keep files of their own, and
/// names that are not UTF-8, by which no file can be opened from here. Immutable.
/// </summary>
/// <param name="Directories">Names of directories, made visible, in order.</param>
/// <param name="OddNames">Names that are not UTF-8, with their bytes, in order.</param>
public sealed record UnlistedNames(ImmutableArray<string> Directories, ImmutableArray<string> OddNames)
{
    private const int TypeOffset = 18;
    private const int NameOffset = 19;
    private const byte DirectoryType = 4; // DT_DIR
    private const int MaxNames = 4096;

    /// <summary>Nothing.</summary>
    public static UnlistedNames None { get; } = new([], []);

    /// <summary>The names now, at most 4,096 of each; the dashboard's own trash is left out.</summary>
    public static unsafe UnlistedNames Read(string directory = "/dev/shm")
    {
        ArgumentNullException.ThrowIfNull(directory);
        Span<byte> path = PathBytes.Encode(directory, stackalloc byte[PathBytes.ScratchLength]);
        nint open;
        fixed (byte* pointer = path)
        {
            open = LibC.OpenDir(pointer);
        }

        if (open == 0)
        {
            return None;
        }

        var directories = new SortedSet<string>(StringComparer.Ordinal);
        var odd = new SortedSet<string>(StringComparer.Ordinal);
        try
        {
            byte* entry;
            while ((entry = LibC.ReadDir(open)) is not null)
            {
                ReadOnlySpan<byte> name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + NameOffset);
                if (!Utf8.IsValid(name) && odd.Count < MaxNames)
                {
                    odd.Add(VisibleText.Of(name));
                }
                else if (entry[TypeOffset] == DirectoryType && directories.Count < MaxNames &&
                    !name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8) && !name.StartsWith(".shmdashboard-trash-"u8))
                {
                    directories.Add(VisibleText.Of(name));
                }
            }
        }
        finally
        {
            LibC.CloseDir(open);
        }

        return new UnlistedNames([.. directories], [.. odd]);
    }
}
