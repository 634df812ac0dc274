using System.Globalization;

namespace ShmDashboard.SharedMemory.Room;

/// <summary>The kernel's limits for System V objects (<c>/proc/sys/kernel</c>; proc_sys_kernel(5)).</summary>
/// <param name="Segments">shmmni: how many segments.</param>
/// <param name="Pages">shmall: pages of all segments together.</param>
/// <param name="Semaphores">kernel.sem, second value (semmns): how many semaphores.</param>
/// <param name="SemaphoreSets">kernel.sem, fourth value (semmni): how many sets.</param>
/// <param name="PageBytes">Bytes a page.</param>
/// <param name="SegmentBytes">shmmax: how large one segment may be, in bytes.</param>
public readonly record struct SystemVLimits(
    ulong Segments, ulong Pages, ulong Semaphores, ulong SemaphoreSets, int PageBytes, ulong SegmentBytes)
{
    /// <summary>The limits as they are; null where they cannot be read.</summary>
    /// <param name="settings">The directory of <c>shmmni</c>, <c>shmall</c>, <c>shmmax</c> and <c>sem</c>.</param>
    public static SystemVLimits? Read(string settings) =>
        Numbers($"{settings}/shmmni") is [var shmmni] && Numbers($"{settings}/shmall") is [var shmall] &&
        Numbers($"{settings}/shmmax") is [var shmmax] && Numbers($"{settings}/sem") is [_, var semmns, _, var semmni]
            ? new SystemVLimits(shmmni, shmall, semmns, semmni, Environment.SystemPageSize, shmmax)
            : null;

    private static ulong[] Numbers(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        string[] words = text.Split((char[])['\t', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        ulong[] numbers = new ulong[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            if (!ulong.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                return [];
        }

        return numbers;
    }
}
