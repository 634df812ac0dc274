namespace ShmDashboard.Web.Components.Layouts;

/// <summary>The pixel under the cursor, for whoever shows something of it. Belongs to one page; its members to the page's thread.</summary>
public sealed class PixelPointer
{
    /// <summary>The pixel; null while the cursor is elsewhere.</summary>
    public (int X, int Y)? At { get; private set; }

    /// <summary>It is another one.</summary>
    public event Action? Moved;

    /// <summary>The cursor moved.</summary>
    public void MoveTo((int X, int Y)? at)
    {
        if (at == At) return;
        At = at;
        Moved?.Invoke();
    }
}
