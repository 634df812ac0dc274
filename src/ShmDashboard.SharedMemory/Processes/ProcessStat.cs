using System.Buffers.Text;
using System.Text;

namespace ShmDashboard.SharedMemory.Processes;

/// <summary>
/// The fields we use of <c>/proc/pid/stat</c> (proc_pid_stat(5)). The name stands in brackets and may itself contain
/// blanks and brackets, so the last closing one counts.
/// </summary>
internal readonly record struct ProcessStat(int Pid, string Name, char State, long Flags, long StartTicks)
{
    private const long KernelThread = 0x00200000; // PF_KTHREAD, linux/sched.h

    /// <summary>A zombie or a dead task: it holds no memory and no lock any more.</summary>
    internal bool IsDead => State is 'Z' or 'X' or 'x';

    internal bool IsKernelThread => (Flags & KernelThread) != 0;

    /// <param name="text">The file's bytes.</param>
    /// <param name="knownName">A name to reuse when it is still the same, to save the string.</param>
    /// <param name="stat">The fields.</param>
    internal static bool TryParse(ReadOnlySpan<byte> text, string? knownName, out ProcessStat stat)
    {
        stat = default;
        int open = text.IndexOf((byte)'(');
        int close = text.LastIndexOf((byte)')');
        if (open < 1 || close < open || !Utf8Parser.TryParse(text, out int pid, out _))
            return false;

        var rest = text[(close + 1)..];
        char state = '\0';
        long flags = 0, start = -1;
        for (int field = 3; field <= 22; field++)
        {
            rest = rest.TrimStart((byte)' ');
            int end = rest.IndexOf((byte)' ');
            var token = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[end..];
            bool understood = true;
            switch (field)
            {
                case 3:
                    understood = token.Length == 1;
                    state = understood ? (char)token[0] : '\0';
                    break;
                case 9:
                    understood = Utf8Parser.TryParse(token, out flags, out _);
                    break;
                case 22:
                    understood = Utf8Parser.TryParse(token, out start, out _);
                    break;
            }

            if (!understood)
                return false;
        }

        var name = text[(open + 1)..close];
        bool same = knownName is not null && knownName.Length == name.Length && Ascii.Equals(name, knownName);
        stat = new ProcessStat(
            pid, same ? knownName! : Encoding.UTF8.GetString(name), state, flags, start);
        return true;
    }
}
