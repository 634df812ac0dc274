namespace ShmDashboard.SharedMemory.Interop;

/// <summary>Moments as the kernel and its files count them: seconds since 1970, any number at all.</summary>
internal static class UnixTime
{
    /// <summary>The last second of the year 9999, with which the calendar of .NET ends.</summary>
    internal const long LastSecond = 253402300799;

    /// <summary>The same in milliseconds.</summary>
    internal const long LastMillisecond = (LastSecond * 1000) + 999;

    private const long FirstSecond = -62135596800; // the first of the year 1

    /// <summary>The moment, or the nearest that .NET can name.</summary>
    internal static DateTimeOffset FromSeconds(long seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, FirstSecond, LastSecond));
}
