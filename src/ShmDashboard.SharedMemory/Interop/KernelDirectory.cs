using System.Buffers.Text;
using System.Runtime.InteropServices;

namespace ShmDashboard.SharedMemory.Interop;

/// <summary>
/// Listing directories of <c>/proc</c> by their names alone. <see cref="Directory"/> asks for each link what it leads to, twice, which
/// for the open files of all processes costs more than everything else that is asked of them.
/// </summary>
internal static unsafe class KernelDirectory
{
    // struct dirent, see LibC.
    private const int NameOffset = 19;

    /// <summary>Names that are numbers, as they come; none where the directory is not there or may not be looked into.</summary>
    /// <param name="path">Its path.</param>
    internal static List<int> Numbers(string path)
    {
        var numbers = new List<int>();
        nint directory;
        fixed (byte* pointer = PathBytes.Encode(path, stackalloc byte[PathBytes.ScratchLength]))
            directory = LibC.OpenDir(pointer);
        if (directory == 0)
            return numbers;
        try
        {
            byte* entry;
            while ((entry = LibC.ReadDir(directory)) is not null)
            {
                var name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + NameOffset);
                if (Utf8Parser.TryParse(name, out int number, out int read) && read == name.Length)
                    numbers.Add(number);
            }
        }
        finally
        {
            LibC.CloseDir(directory);
        }

        return numbers;
    }
}
