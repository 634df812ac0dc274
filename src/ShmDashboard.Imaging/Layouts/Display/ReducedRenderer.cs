using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ShmDashboard.Imaging.Layouts.Display;

/// <summary>
/// Raw pixels to RGBA of the size in which they are shown, in one go: each row is rendered, added up and forgotten while it is
/// still in the processor's cache, so that no picture of full size is ever written. Stateless and safe for all threads.
/// </summary>
public static class ReducedRenderer
{
    // Sums of bytes in 16 bits hold so many rows; of more, so many are taken at even distances.
    private const int MostRows = 257;

    // What is read behind the sums of the last pixel.
    private const int SlackSums = 8;

    /// <summary>Renders a part of a picture.</summary>
    /// <param name="copy">The bytes from the start of the segment.</param>
    /// <param name="layout">Where the pixels are.</param>
    /// <param name="mapping">As <see cref="LayoutRenderer.ToRgba"/>.</param>
    /// <param name="region">Which part, all of it within the picture.</param>
    /// <param name="width">Pixels of a row of the result, 1 to those of the region.</param>
    /// <param name="height">Rows of the result, 1 to those of the region.</param>
    /// <param name="rgba">Room for the result, without padding between rows.</param>
    /// <exception cref="ArgumentException">The layout does not fit the bytes, or the region not the picture.</exception>
    public static void Render(
        ReadOnlySpan<byte> copy, PixelLayout layout, DisplayMapping? mapping, PixelRegion region, int width, int height, Span<byte> rgba)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, region.Width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, region.Height);
        if (region.Within(layout.Width, layout.Height) != region)
            throw new ArgumentException($"{region} is not within {layout.Width} x {layout.Height} pixels.", nameof(region));

        var frame = layout.Over(copy);
        if (mapping is null && layout.Format.NaturalRange is null)
            mapping = DisplayRange.Automatic(copy, layout);
        double[] values = mapping is null ? [] : new double[layout.Width * layout.Format.Channels.Length];
        int[] starts = Starts(region.Width, width);
        // Bytes are added up as they lie and put in order only once for each pixel of the result.
        var places = mapping is null ? layout.Format.BytePlaces : null;
        int channels = places is null ? 4 : layout.Format.Channels.Length;
        byte[] rented = ArrayPool<byte>.Shared.Rent(layout.Width * 4);
        ushort[] sums = ArrayPool<ushort>.Shared.Rent((region.Width * channels) + SlackSums);
        try
        {
            var row = rented.AsSpan(0, layout.Width * 4);
            for (int y = 0; y < height; y++)
            {
                var target = rgba.Slice(y * width * 4, width * 4);
                int top = (int)((long)y * region.Height / height), bottom = (int)((y + 1L) * region.Height / height);
                if (bottom - top == 1 && width == region.Width)
                {
                    LayoutRenderer.RenderRow(frame, layout.Format, region.Y + top, mapping, values, row);
                    row.Slice(region.X * 4, region.Width * 4).CopyTo(target);
                    continue;
                }

                int step = ((bottom - top - 1) / MostRows) + 1, rows = 0;
                for (int from = top; from < bottom; from += step, rows++)
                {
                    if (places is null)
                        LayoutRenderer.RenderRow(frame, layout.Format, region.Y + from, mapping, values, row);
                    var part = (places is null ? row : frame.Row(region.Y + from, layout.Format.RowBytes(layout.Width)))
                        .Slice(region.X * channels, region.Width * channels);
                    if (rows == 0)
                        Take(part, sums);
                    else
                        Add(part, sums);
                }

                Average(sums, channels, OrderOf(places), starts, rows, target);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
            ArrayPool<ushort>.Shared.Return(sums);
        }
    }

    private static int[] Starts(int from, int to)
    {
        int[] starts = new int[to + 1];
        for (int i = 0; i <= to; i++)
            starts[i] = (int)((long)i * from / to);
        return starts;
    }

    private static void Take(ReadOnlySpan<byte> row, Span<ushort> sums)
    {
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref byte from = ref MemoryMarshal.GetReference(row);
            ref ushort to = ref MemoryMarshal.GetReference(sums[..row.Length]);
            for (; i + 32 <= row.Length; i += 32)
            {
                var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref from, (nuint)i));
                low.StoreUnsafe(ref to, (nuint)i);
                high.StoreUnsafe(ref to, (nuint)i + 16);
            }
        }

        for (; i < row.Length; i++)
            sums[i] = row[i];
    }

    private static void Add(ReadOnlySpan<byte> row, Span<ushort> sums)
    {
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref byte from = ref MemoryMarshal.GetReference(row);
            ref ushort to = ref MemoryMarshal.GetReference(sums[..row.Length]);
            for (; i + 32 <= row.Length; i += 32)
            {
                var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref from, (nuint)i));
                (Vector256.LoadUnsafe(ref to, (nuint)i) + low).StoreUnsafe(ref to, (nuint)i);
                (Vector256.LoadUnsafe(ref to, (nuint)i + 16) + high).StoreUnsafe(ref to, (nuint)i + 16);
            }
        }

        for (; i < row.Length; i++)
            sums[i] += row[i];
    }

    private static (Vector128<byte> Order, uint Fill) OrderOf((int Red, int Green, int Blue, int Alpha)? places) => places is { } known
        ? (Vector128.Create(Vector64.Create(
            (byte)known.Red, (byte)known.Green, (byte)known.Blue, (byte)(known.Alpha < 0 ? 255 : known.Alpha), 255, 255, 255, 255),
            Vector64<byte>.AllBitsSet), known.Alpha < 0 ? 0xFF000000u : 0)
        : (Vector128.Create(Vector64.Create((byte)0, 1, 2, 3, 255, 255, 255, 255), Vector64<byte>.AllBitsSet), 0);

    // All channels of a pixel at once; a sum of bytes over fewer than 65,793 pixels is exact in 24 bits.
    private static void Average(
        ReadOnlySpan<ushort> sums, int channels, (Vector128<byte> Order, uint Fill) order, int[] starts, int rows, Span<byte> rgba)
    {
        var pixels = MemoryMarshal.Cast<byte, uint>(rgba);
        // Multiplied instead of divided; what that is off by must not turn a half down.
        int least = starts.Length > 1 ? starts[^1] / (starts.Length - 1) : 1;
        var (narrow, wide) = (Vector128.Create(1f / (rows * least)), Vector128.Create(1f / (rows * (least + 1))));
        var half = Vector128.Create(0.5f + (0.25f / (rows * (least + 1))));
        // Eight sums are read for the three or four of a pixel: there is room behind the last.
        ref ushort first = ref MemoryMarshal.GetReference(sums[..((starts[^1] * channels) + SlackSums)]);
        for (int i = 0; i < pixels.Length; i++)
        {
            int from = starts[i], to = starts[i + 1];
            var sum = Vector128<uint>.Zero;
            for (int x = from; x < to; x++)
                sum += Vector128.WidenLower(Vector128.LoadUnsafe(ref first, (nuint)(x * channels)));
            var average = Vector128.ConvertToInt32((Vector128.ConvertToSingle(sum.AsInt32()) * (to - from == least ? narrow : wide)) + half);
            var bytes = Vector128.Narrow(Vector128.Narrow(average.AsUInt32(), average.AsUInt32()), Vector128<ushort>.Zero);
            pixels[i] = Vector128.Shuffle(bytes, order.Order).AsUInt32().ToScalar() | order.Fill;
        }
    }
}
