using System.Globalization;

namespace ShmDashboard.Monitoring.Health;

/// <summary>One row of <c>/proc/sysvipc/sem</c> (proc_sysvipc(5); ipc/sem.c, sysvipc_sem_proc_show).</summary>
/// <param name="Key">The System V key; 0 for a private set.</param>
/// <param name="Id">The set's number.</param>
/// <param name="Count">How many semaphores are in it; Qt's has one.</param>
/// <param name="OwnerUid">Who owns it.</param>
/// <param name="OperatedUtc">When the last operation was completed (whole seconds); null before the first.</param>
/// <param name="ChangedUtc">When it was made, or its value or mode set.</param>
public readonly record struct SemaphoreSetRow(
    int Key, int Id, int Count, uint OwnerUid, DateTimeOffset? OperatedUtc, DateTimeOffset? ChangedUtc)
{
    /// <summary>When anything was last done to it.</summary>
    public DateTimeOffset? LastUseUtc => OperatedUtc > ChangedUtc || ChangedUtc is null ? OperatedUtc : ChangedUtc;

    /// <summary>False for the headline and for anything that is not a whole row.</summary>
    public static bool TryParse(ReadOnlySpan<char> line, out SemaphoreSetRow row)
    {
        Span<Range> ranges = stackalloc Range[11];
        Span<long> fields = stackalloc long[10];
        row = default;
        int count = line.SplitAny(ranges, " \t", StringSplitOptions.RemoveEmptyEntries);
        if (count < fields.Length)
            return false;
        for (int i = 0; i < fields.Length; i++)
        {
            if (!long.TryParse(line[ranges[i]], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out fields[i]))
                return false;
        }

        row = new SemaphoreSetRow(
            unchecked((int)fields[0]), unchecked((int)fields[1]), (int)Math.Clamp(fields[3], 0, int.MaxValue),
            unchecked((uint)fields[4]), Time(fields[8]), Time(fields[9]));
        return true;
    }

    private static DateTimeOffset? Time(long seconds) =>
        seconds > 0 ? DateTimeOffset.FromUnixTimeSeconds(Math.Min(seconds, 253402300799)) : null;
}
