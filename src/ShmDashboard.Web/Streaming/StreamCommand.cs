namespace ShmDashboard.Web.Streaming;

/// <summary>What a page's worker says: either which views it has now, or which frames it has done with.</summary>
internal sealed record StreamCommand
{
    /// <summary>The most views of one page; more are not looked at.</summary>
    public const int MaxViews = 256;

    /// <summary>The most frames of one page that are under way at once. One that rests until the next may come counts too.</summary>
    public const int MaxTotal = 64;

    /// <summary>All views of the page from now on; null: as before.</summary>
    public WantedView[]? Views { get; init; }

    /// <summary>How many frames of all views together may be under way at once; null: as before.</summary>
    public int? Total { get; init; }

    /// <summary>
    /// Whether frames come by the other way that the page asked for, whose beginning it has seen, from now on, or by the socket;
    /// null: as before.
    /// </summary>
    public bool? IsAnswered { get; init; }

    /// <summary>Frames that were painted, or given up.</summary>
    public DoneFrame[]? Done { get; init; }
}
