using System.Globalization;

namespace ShmDashboard.SharedMemory.Processes;

/// <summary>What the kernel says of this process's own memory. Thread-safe.</summary>
public static class OwnMemory
{
    /// <summary>
    /// Resident memory in bytes without what is shared with files, of which most is code (<c>/proc/self/statm</c>, proc(5)); null
    /// where it cannot be read.
    /// </summary>
    public static long? PrivateBytes()
    {
        try
        {
            string[] pages = File.ReadAllText("/proc/self/statm").Split(' ');
            return (long.Parse(pages[1], CultureInfo.InvariantCulture) - long.Parse(pages[2], CultureInfo.InvariantCulture)) * Environment.SystemPageSize;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
