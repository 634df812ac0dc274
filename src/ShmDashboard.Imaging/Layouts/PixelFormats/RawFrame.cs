namespace ShmDashboard.Imaging.Layouts.PixelFormats;

/// <summary>
/// The pixels of one frame where they lie: the bytes from the first pixel on, and how rows follow each other. Made by
/// <see cref="PixelLayout.Over"/>, which has checked that every row is within the bytes.
/// </summary>
public readonly ref struct RawFrame
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly bool _bottomUp;

    internal RawFrame(ReadOnlySpan<byte> bytes, PixelLayout layout)
    {
        _bytes = bytes;
        _bottomUp = layout.BottomUp;
        Width = layout.Width;
        Height = layout.Height;
        StrideBytes = layout.StrideBytes;
        Matrix = layout.Matrix;
        Scale = layout.Scale;
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Bytes from one row of the first plane to the next.</summary>
    public long StrideBytes { get; }

    /// <summary>How luma and chroma become red, green and blue.</summary>
    public YuvMatrix Matrix { get; }

    /// <summary>How stored numbers become values.</summary>
    public ValueScale Scale { get; }

    /// <summary>The bytes of one row of the first plane, counted from the top of the picture.</summary>
    public ReadOnlySpan<byte> Row(int y, long rowBytes) => PlaneRow(0, Stored(y), StrideBytes, rowBytes);

    /// <summary>The bytes of one row of a plane, counted as it is stored.</summary>
    /// <param name="planeOffset">Where the plane starts, in bytes from the first pixel.</param>
    /// <param name="row">The row, see <see cref="Stored"/>.</param>
    /// <param name="strideBytes">Bytes from one row of that plane to the next.</param>
    /// <param name="rowBytes">Bytes wanted.</param>
    public ReadOnlySpan<byte> PlaneRow(long planeOffset, int row, long strideBytes, long rowBytes) =>
        _bytes.Slice(checked((int)(planeOffset + (row * strideBytes))), checked((int)rowBytes));

    /// <summary>Where a row of the picture is stored: the other way round in a bottom-up picture.</summary>
    public int Stored(int y) => _bottomUp ? Height - 1 - y : y;
}
