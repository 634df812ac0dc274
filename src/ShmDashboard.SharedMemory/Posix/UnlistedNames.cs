using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.Posix;

/// <summary>
/// What lies in <c>/dev/shm</c> and is in no list of segments: directories, in which programs may keep files of their own,
/// what is no regular file, and names that are not UTF-8, by which no file can be opened from here. Immutable.
/// </summary>
/// <param name="Directories">Names of directories, made visible, in order.</param>
/// <param name="Others">Pipes, sockets, links and devices, in order of name.</param>
/// <param name="OddNames">Names that are not UTF-8, with their bytes, in order.</param>
public sealed record UnlistedNames(ImmutableArray<string> Directories, ImmutableArray<OtherFile> Others, ImmutableArray<string> OddNames)
{
    private const int TypeOffset = 18;
    private const int NameOffset = 19;
    // d_type, dirent.h.
    private const byte DT_FIFO = 1;
    private const byte DT_CHR = 2;
    private const byte DT_DIR = 4;
    private const byte DT_BLK = 6;
    private const byte DT_LNK = 10;
    private const byte DT_SOCK = 12;
    /// <summary>How the directory begins in which a removed segment is kept, <see cref="Removal.PosixTrash"/>: it is not one of somebody's.</summary>
    internal const string TrashPrefix = ".shmdashboard-trash-";

    private const int MaxNames = 4096;

    private static readonly byte[] s_trash = Encoding.ASCII.GetBytes(TrashPrefix);

    /// <summary>Nothing.</summary>
    public static UnlistedNames None { get; } = new([], [], []);

    /// <summary>The names now, at most 4,096 of each; the dashboard's own trash is left out.</summary>
    public static unsafe UnlistedNames Read(string directory = PosixFiles.Directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        var path = PathBytes.Encode(directory, stackalloc byte[PathBytes.ScratchLength]);
        nint open;
        fixed (byte* pointer = path)
            open = LibC.OpenDir(pointer);

        if (open == 0)
            return None;

        var directories = new SortedSet<string>(StringComparer.Ordinal);
        var others = new SortedDictionary<string, OtherFileKind>(StringComparer.Ordinal);
        var odd = new SortedSet<string>(StringComparer.Ordinal);
        try
        {
            byte* entry;
            while ((entry = LibC.ReadDir(open)) is not null)
            {
                var name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + NameOffset);
                if (!Utf8.IsValid(name) && odd.Count < MaxNames)
                {
                    odd.Add(VisibleText.Of(name));
                }
                else if (entry[TypeOffset] == DT_DIR && directories.Count < MaxNames &&
                    !name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8) && !name.StartsWith(s_trash))
                {
                    directories.Add(VisibleText.Of(name));
                }
                else if (KindOf(entry[TypeOffset]) is { } kind && others.Count < MaxNames)
                {
                    others[VisibleText.Of(name)] = kind;
                }
            }
        }
        finally
        {
            LibC.CloseDir(open);
        }

        return new UnlistedNames([.. directories], [.. others.Select(other => new OtherFile(other.Key, other.Value))], [.. odd]);
    }

    private static OtherFileKind? KindOf(byte type) => type switch
    {
        DT_FIFO => OtherFileKind.Pipe,
        DT_SOCK => OtherFileKind.Socket,
        DT_LNK => OtherFileKind.Link,
        DT_CHR or DT_BLK => OtherFileKind.Device,
        _ => null,
    };
}
