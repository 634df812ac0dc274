namespace ShmDashboard.Web.Components.Wording;

/// <summary>A tone as the style sheets name it.</summary>
internal static class ToneClass
{
    /// <summary>"good", "warn", "bad" or "quiet".</summary>
    public static string Of(Tone tone) => tone switch
    {
        Tone.Good => "good",
        Tone.Warn => "warn",
        Tone.Bad => "bad",
        _ => "quiet",
    };
}
