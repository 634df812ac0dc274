namespace ShmDashboard.Web.Components.Wording;

/// <summary>The only reason for a colour: how things stand.</summary>
public enum Tone
{
    /// <summary>Nothing to say about it.</summary>
    Quiet,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Worth knowing before relying on it.</summary>
    Warn,

    /// <summary>Broken, or about to be.</summary>
    Bad,
}
