using System.Globalization;
using Microsoft.Extensions.Localization;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>How long something took, with as many digits as it deserves.</summary>
internal static class DurationWords
{
    /// <summary>"26 ms", "1.2 s", "48 s", "3 min", "2 h".</summary>
    public static string Of(TimeSpan time, IStringLocalizer text) => time switch
    {
        { TotalMilliseconds: < 999.5 } => text["Age.Milliseconds", Number(time.TotalMilliseconds, "0")],
        { TotalSeconds: < 9.95 } => text["Age.Seconds", Number(time.TotalSeconds, "0.0")],
        { TotalSeconds: < 120 } => text["Age.Seconds", Number(time.TotalSeconds, "0")],
        { TotalMinutes: < 120 } => text["Age.Minutes", Number(Math.Floor(time.TotalMinutes), "0")],
        { TotalHours: < 48 } => text["Age.Hours", Number(Math.Floor(time.TotalHours), "0")],
        _ => text["Age.Days", Number(Math.Floor(time.TotalDays), "0")],
    };

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
