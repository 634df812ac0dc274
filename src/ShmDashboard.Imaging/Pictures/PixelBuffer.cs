namespace ShmDashboard.Imaging.Pictures;

/// <summary>
/// A decoded picture: rows from top to bottom, pixels from left to right, in memory of its own.
/// Row <c>y</c> starts at <c>y * RowStrideBytes</c>; bytes between the end of a row and the next stride are padding.
/// </summary>
/// <remarks>Not synchronised: whoever writes the pixels must not share the buffer meanwhile.</remarks>
public sealed class PixelBuffer
{
    /// <summary>Describes memory that already holds (or will hold) pixels; nothing is copied.</summary>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="format">How a pixel lies in memory.</param>
    /// <param name="rowStrideBytes">Bytes from one row to the next, at least width x bytes per pixel.</param>
    /// <param name="pixels">At least <c>(height - 1) * rowStrideBytes + width * bytesPerPixel</c> bytes.</param>
    /// <exception cref="ArgumentException">A value is outside the range named above.</exception>
    public PixelBuffer(int width, int height, PixelFormat format, int rowStrideBytes, Memory<byte> pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        long rowBytes = (long)width * format.BytesPerPixel();
        ArgumentOutOfRangeException.ThrowIfLessThan((long)rowStrideBytes, rowBytes, nameof(rowStrideBytes));
        long needed = ((long)(height - 1) * rowStrideBytes) + rowBytes;
        if (pixels.Length < needed)
            throw new ArgumentException(
                $"{width} x {height} {format} with a stride of {rowStrideBytes} bytes needs {needed} bytes, " +
                $"found {pixels.Length}.", nameof(pixels));

        Width = width;
        Height = height;
        Format = format;
        RowStrideBytes = rowStrideBytes;
        Pixels = pixels;
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>How a pixel lies in memory.</summary>
    public PixelFormat Format { get; }

    /// <summary>Bytes from the start of one row to the start of the next.</summary>
    public int RowStrideBytes { get; }

    /// <summary>The rows, padding included.</summary>
    public Memory<byte> Pixels { get; }

    /// <summary>Black, fully transparent pixels without padding between the rows.</summary>
    /// <exception cref="ArgumentException">
    /// The size is not positive, or its bytes do not fit one array (about 2 GiB). Check <see cref="ImageLimits"/> first.
    /// </exception>
    public static PixelBuffer Allocate(int width, int height, PixelFormat format)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        long stride = (long)width * format.BytesPerPixel();
        var bytes = (Int128)stride * height;
        if (bytes > Array.MaxLength)
            throw new ArgumentException(
                $"{width} x {height} {format} needs {bytes} bytes; one picture may have {Array.MaxLength}.",
                nameof(height));

        return new PixelBuffer(width, height, format, (int)stride, new byte[(int)bytes]);
    }

    /// <summary>The pixels of one row, without its padding.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Span<byte> Row(int y)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(y);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(y, Height);
        return Pixels.Span.Slice(y * RowStrideBytes, Width * Format.BytesPerPixel());
    }
}
