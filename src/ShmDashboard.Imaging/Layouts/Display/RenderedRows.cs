using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.Display;

/// <summary>The rows of a region, one at a time.</summary>
internal readonly ref struct RenderedRows
{
    private readonly RawFrame _frame;
    private readonly PixelLayout _layout;
    private readonly DisplayMapping? _mapping;
    private readonly PixelRegion _region;
    private readonly Span<byte> _row;
    private readonly double[] _values;

    /// <param name="frame">The pixels.</param>
    /// <param name="layout">Where they are.</param>
    /// <param name="mapping">As <see cref="LayoutRenderer.ToRgba"/>.</param>
    /// <param name="region">Which part, all of it within the picture.</param>
    /// <param name="row">Room for a row of the whole picture as RGBA.</param>
    public RenderedRows(in RawFrame frame, PixelLayout layout, DisplayMapping? mapping, PixelRegion region, Span<byte> row)
    {
        _frame = frame;
        _layout = layout;
        _mapping = mapping;
        _region = region;
        _row = row;
        _values = mapping is null ? [] : new double[layout.Width * layout.Format.Channels.Length];
        Places = mapping is null ? layout.Format.BytePlaces : null;
        Channels = Places is null ? 4 : layout.Format.Channels.Length;
    }

    /// <summary>
    /// Where colours lie in bytes that are added up as they are, and put in order only once for each pixel of the result; null where
    /// RGBA has to be made of them.
    /// </summary>
    public (int Red, int Green, int Blue, int Alpha)? Places { get; }

    /// <summary>Bytes of a pixel as <see cref="Read"/> gives it.</summary>
    public int Channels { get; }

    /// <summary>A row to add up: its bytes as they lie where they have places, else RGBA.</summary>
    public ReadOnlySpan<byte> Read(int y) => Places is null
        ? Render(y)
        : _frame.Row(_region.Y + y, _layout.Format.RowBytes(_layout.Width)).Slice(_region.X * Channels, _region.Width * Channels);

    /// <summary>A row as RGBA; it lasts until the next.</summary>
    public ReadOnlySpan<byte> Render(int y)
    {
        LayoutRenderer.RenderRow(_frame, _layout.Format, _region.Y + y, _mapping, _values, _row);
        return _row.Slice(_region.X * 4, _region.Width * 4);
    }
}
