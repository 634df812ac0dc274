using System.Buffers;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Imaging.Layouts.Display;

/// <summary>
/// Makes a part of a raw picture smaller while its stored rows come by, from the top, in pieces that stay in the processor's cache: no
/// copy of the picture is needed. The same pixels as <see cref="ReducedRenderer"/>. One owner.
/// </summary>
public sealed class RowReduction : IDisposable
{
    private readonly RawFormat _format;
    private readonly (int Red, int Green, int Blue, int Alpha) _places;
    private readonly PixelRegion _region;
    private readonly int _width;
    private readonly int _height;
    private readonly int _channels;
    private readonly Memory<byte> _rgba;
    private readonly AreaSums _sums;
    private readonly PictureRotation _rotation;
    private readonly byte[]? _stored;
    private int _added;
    private int _done;
    private bool _disposed;

    /// <param name="layout">Where the pixels are.</param>
    /// <param name="region">Which part of the picture, all of it within.</param>
    /// <param name="width">Pixels of a row of the result, 1 to those of the region.</param>
    /// <param name="height">Rows of the result, 1 to those of the region.</param>
    /// <param name="rgba">Room for the result, without padding between rows.</param>
    /// <exception cref="ArgumentException">Not a case for it, see <see cref="Serves"/>, or too little room.</exception>
    public RowReduction(PixelLayout layout, PixelRegion region, int width, int height, Memory<byte> rgba)
    {
        ArgumentNullException.ThrowIfNull(layout);
        if (!Serves(layout, region, width, height))
            throw new ArgumentException($"{layout} cannot be reduced row by row from {region} to {width} x {height}.", nameof(layout));
        ArgumentOutOfRangeException.ThrowIfLessThan(rgba.Length, width * height * 4, nameof(rgba));
        _format = layout.Format;
        _places = layout.Format.BytePlaces!.Value;
        _channels = layout.Format.Channels.Length;
        _rotation = layout.Rotation;
        _region = layout.Stored(region);
        (_width, _height) = _rotation.Size(width, height);
        _rgba = rgba;
        if (_rotation != PictureRotation.None)
            _stored = ArrayPool<byte>.Shared.Rent(width * height * 4);
        _sums = new AreaSums(_region.Width, _places, _channels, _width);
    }

    /// <summary>
    /// Whether a picture is such a case: 8 bits a channel of the format's own range, three or four of them beside each other, in rows from the top, made
    /// smaller by no more than 257 rows to one.
    /// </summary>
    public static bool Serves(PixelLayout layout, PixelRegion region, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(layout);
        if (layout is not { BottomUp: false, IsShownAsStored: true, Format.BytePlaces: not null } || !layout.Rotation.IsKnown() ||
            region.Within(layout.ShownWidth, layout.ShownHeight) != region ||
            width < 1 || width > region.Width || height < 1 || height > region.Height)
        {
            return false;
        }

        int rows = layout.Rotation.Size(region.Width, region.Height).Height, wanted = layout.Rotation.Size(width, height).Height;
        return (rows + wanted - 1) / wanted <= AreaSums.MostRows;
    }

    /// <summary>Takes rows that follow those it has got; what lies above or below the region is left out.</summary>
    /// <param name="row">The first one's number in the picture.</param>
    /// <param name="count">How many.</param>
    /// <param name="bytes">From the first pixel of the first row to behind the last one of the last.</param>
    /// <param name="strideBytes">From row to row.</param>
    public void Add(int row, int count, ReadOnlySpan<byte> bytes, int strideBytes)
    {
        int last = Math.Min(row + count, _region.Y + _region.Height), at = Math.Max(row, _region.Y);
        while (at < last && _done < _height)
        {
            int bottom = _region.Y + (int)((_done + 1L) * _region.Height / _height);
            int taken = _added == 0 ? Math.Clamp(Math.Min(bottom, last) - at, 1, 3) : 1;
            var here = Part(bytes, at - row, strideBytes);
            if (taken == 3)
                _sums.Take(here, Part(bytes, at - row + 1, strideBytes), Part(bytes, at - row + 2, strideBytes));
            else if (taken == 2)
                _sums.Take(here, Part(bytes, at - row + 1, strideBytes));
            else if (bottom - at == 1 && _added == 0 && _width == _region.Width)
                Put(here);
            else if (_added == 0)
                _sums.Take(here);
            else
                _sums.Add(here);
            _added += taken;
            at += taken;
            if (at == bottom)
                EndRow();
        }
    }

    /// <summary>Gives its memory back.</summary>
    public void Dispose()
    {
        _sums.Dispose();
        if (_stored is not null && !_disposed)
            ArrayPool<byte>.Shared.Return(_stored);
        _disposed = true;
    }

    private Span<byte> Target => (_stored ?? _rgba.Span).Slice(_done * _width * 4, _width * 4);

    private ReadOnlySpan<byte> Part(ReadOnlySpan<byte> bytes, int row, int strideBytes) =>
        bytes.Slice((row * strideBytes) + (_region.X * _channels), _region.Width * _channels);

    private void EndRow()
    {
        if (_added > 1 || _width < _region.Width)
            _sums.Average(_added, Target);
        _added = 0;
        if (++_done == _height && _stored is not null)
            _rotation.Turn(_stored, _width, _height, 4, _rgba.Span);
    }

    private void Put(ReadOnlySpan<byte> row)
    {
        if (_channels == 3)
            BytePixels.Three(row, Target, _places.Red == 0);
        else
            BytePixels.Four(row, Target, _places.Red, _places.Green, _places.Blue, _places.Alpha);
    }
}
