using Microsoft.Extensions.Localization;
using ShmDashboard.Monitoring.Health;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>How grave a finding is, in words and colours.</summary>
internal static class FindingWords
{
    /// <summary>The colour of a severity.</summary>
    public static Tone ToneOf(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Alarm => Tone.Bad,
        FindingSeverity.Warning => Tone.Warn,
        _ => Tone.Quiet,
    };

    /// <summary>A severity as a heading.</summary>
    public static string NameOf(FindingSeverity severity, IStringLocalizer text) => severity switch
    {
        FindingSeverity.Alarm => text["Health.Alarms"],
        FindingSeverity.Warning => text["Health.Warnings"],
        _ => text["Health.Infos"],
    };
}
