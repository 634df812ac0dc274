using System.Globalization;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Health;

/// <summary>Amounts and names as findings speak of them. Pure.</summary>
internal static class Spoken
{
    /// <summary>"player (4312)", or "process 4312" when it has no name any more.</summary>
    public static SentenceArgument Of(ProcessRef process) => new People([process]);

    /// <summary>"player (4312), album (5120)".</summary>
    public static SentenceArgument Of(IEnumerable<ProcessRef> processes) => new People([.. processes]);

    /// <summary>Who made it, if anything is known of him.</summary>
    public static SentenceArgument Maker(SegmentRow row) => Maker(row.Facts.Creator);

    /// <inheritdoc cref="Maker(SegmentRow)"/>
    public static SentenceArgument Maker(ProcessRef? maker) => new People(maker is { } known ? [known] : []);

    /// <summary>Two units at the most, cut and not rounded: "2 h 5 min", "45 min", "12 s".</summary>
    public static SentenceArgument Of(TimeSpan time) => new SentenceArgument.Duration(time);

    /// <summary>"32,000".</summary>
    public static string Count(ulong count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"3.1 MiB".</summary>
    public static SentenceArgument Bytes(long bytes) => new SentenceArgument.Size(bytes);

    /// <summary>"2026-05-04 12:00:00 UTC".</summary>
    public static string Of(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A System V key: "0x5100e461".</summary>
    public static string Key(int key) => string.Create(CultureInfo.InvariantCulture, $"0x{key:x8}");

    /// <summary>Permission bits: "0600".</summary>
    public static string Mode(int mode) => "0" + Convert.ToString(mode, 8).PadLeft(3, '0');
}
