using Microsoft.AspNetCore.Components;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Components.Overview;

/// <summary>
/// What shows one segment of the list and follows it by itself: the list around it renders only when segments come, go or change
/// places. Rows are immutable: the same object means that nothing has changed, so nothing needs to be rendered.
/// </summary>
public abstract class FollowsSegment : ComponentBase, IDisposable
{
    private (SegmentRow? Row, string? Problem, bool Favourite) _rendered;
    private (SegmentRowFeed Feed, SegmentId Id)? _followed;
    private IDisposable? _following;

    /// <summary>The segment.</summary>
    [Parameter, EditorRequired] public required SegmentId Id { get; set; }

    /// <summary>Who knows what is new of it.</summary>
    [Parameter, EditorRequired] public required SegmentRowFeed Feed { get; set; }

    /// <summary>The newest that is known of it; null before anything is.</summary>
    protected SegmentRow? Row { get; private set; }

    /// <summary>Why its picture cannot be shown; null when it can.</summary>
    protected string? Problem { get; private set; }

    /// <summary>It has a star.</summary>
    protected bool Favourite { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops following.</summary>
    protected virtual void Dispose(bool disposing) => _following?.Dispose();

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_followed != (Feed, Id))
        {
            _following?.Dispose();
            _followed = (Feed, Id);
            _following = Feed.Follow(Id, LookAgain);
        }

        Look();
    }

    /// <inheritdoc/>
    protected override bool ShouldRender() =>
        !ReferenceEquals(_rendered.Row, Row) || _rendered.Problem != Problem || _rendered.Favourite != Favourite;

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender) => _rendered = (Row, Problem, Favourite);

    private void LookAgain()
    {
        Look();
        StateHasChanged();
    }

    private void Look()
    {
        // Between two renders of the list a segment can have left it: its last words stay until its place goes.
        Row = Feed.Find(Id) ?? Row;
        Problem = Feed.ProblemOf(Id);
        Favourite = Feed.IsFavourite(Id);
    }
}
