using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ShmDashboard.Imaging.Layouts.Display;

/// <summary>
/// Rows of bytes added up, and the averages of what lies under each pixel of a narrower row: as they lie, put in the order of RGBA
/// only at the end. Exactly what a division of the sum, rounded half up, gives, wherever no more than 16 pixels lie under one.
/// One owner; its memory is borrowed until it is disposed of.
/// </summary>
internal sealed class AreaSums : IDisposable
{
    /// <summary>Sums of bytes in 16 bits hold so many rows.</summary>
    public const int MostRows = 257;

    // What is read behind the sums of the last pixel, whether or not it is used.
    private const int SlackSums = 16;

    private readonly int _channels;
    private readonly int _length;
    private readonly int _newWidth;
    private readonly int _least;
    private readonly Vector128<byte> _order;
    private readonly uint _fill;
    private readonly ushort[] _sums;
    private readonly int[] _starts; // the first sum under each pixel of the result
    private readonly ulong[] _wider;

    /// <param name="width">Pixels of a row.</param>
    /// <param name="places">Where red, green, blue and alpha (-1 for none) are among a pixel's bytes; null where they are RGBA.</param>
    /// <param name="channels">Bytes of a pixel, 3 or 4.</param>
    /// <param name="newWidth">Pixels of a row of averages, 1 to <paramref name="width"/>.</param>
    public AreaSums(int width, (int Red, int Green, int Blue, int Alpha)? places, int channels, int newWidth)
    {
        (_channels, _length, _newWidth, _least) = (channels, width * channels, newWidth, width / newWidth);
        (_order, _fill) = OrderOf(places);
        _sums = ArrayPool<ushort>.Shared.Rent(_length + SlackSums);
        _starts = ArrayPool<int>.Shared.Rent(newWidth + 1);
        _wider = ArrayPool<ulong>.Shared.Rent(newWidth);
        _starts[0] = 0;
        for (int i = 0; i < newWidth; i++)
        {
            _starts[i + 1] = (int)((i + 1L) * width / newWidth) * channels;
            _wider[i] = _starts[i + 1] - _starts[i] > _least * channels ? ulong.MaxValue : 0;
        }
    }

    public void Dispose()
    {
        ArrayPool<ushort>.Shared.Return(_sums);
        ArrayPool<int>.Shared.Return(_starts);
        ArrayPool<ulong>.Shared.Return(_wider);
    }

    /// <summary>The sums are this row.</summary>
    public void Take(ReadOnlySpan<byte> row)
    {
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref byte from = ref MemoryMarshal.GetReference(row[.._length]);
            ref ushort to = ref MemoryMarshal.GetReference(_sums.AsSpan(0, _length));
            for (; i + 32 <= _length; i += 32)
            {
                var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref from, (nuint)i));
                low.StoreUnsafe(ref to, (nuint)i);
                high.StoreUnsafe(ref to, (nuint)i + 16);
            }
        }

        for (; i < _length; i++)
            _sums[i] = row[i];
    }

    /// <summary>The sums are these two rows: once through the sums instead of twice.</summary>
    public void Take(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref byte one = ref MemoryMarshal.GetReference(first[.._length]);
            ref byte two = ref MemoryMarshal.GetReference(second[.._length]);
            ref ushort to = ref MemoryMarshal.GetReference(_sums.AsSpan(0, _length));
            for (; i + 32 <= _length; i += 32)
            {
                var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref one, (nuint)i));
                var (lowToo, highToo) = Vector256.Widen(Vector256.LoadUnsafe(ref two, (nuint)i));
                (low + lowToo).StoreUnsafe(ref to, (nuint)i);
                (high + highToo).StoreUnsafe(ref to, (nuint)i + 16);
            }
        }

        for (; i < _length; i++)
            _sums[i] = (ushort)(first[i] + second[i]);
    }

    /// <summary>The sums are these three rows.</summary>
    public void Take(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third)
    {
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref byte one = ref MemoryMarshal.GetReference(first[.._length]);
            ref byte two = ref MemoryMarshal.GetReference(second[.._length]);
            ref byte three = ref MemoryMarshal.GetReference(third[.._length]);
            ref ushort to = ref MemoryMarshal.GetReference(_sums.AsSpan(0, _length));
            for (; i + 32 <= _length; i += 32)
            {
                var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref one, (nuint)i));
                var (lowToo, highToo) = Vector256.Widen(Vector256.LoadUnsafe(ref two, (nuint)i));
                var (lowest, highest) = Vector256.Widen(Vector256.LoadUnsafe(ref three, (nuint)i));
                (low + lowToo + lowest).StoreUnsafe(ref to, (nuint)i);
                (high + highToo + highest).StoreUnsafe(ref to, (nuint)i + 16);
            }
        }

        for (; i < _length; i++)
            _sums[i] = (ushort)(first[i] + second[i] + third[i]);
    }

    /// <summary>One row more.</summary>
    public void Add(ReadOnlySpan<byte> row)
    {
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref byte from = ref MemoryMarshal.GetReference(row[.._length]);
            ref ushort to = ref MemoryMarshal.GetReference(_sums.AsSpan(0, _length));
            for (; i + 32 <= _length; i += 32)
            {
                var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref from, (nuint)i));
                (Vector256.LoadUnsafe(ref to, (nuint)i) + low).StoreUnsafe(ref to, (nuint)i);
                (Vector256.LoadUnsafe(ref to, (nuint)i + 16) + high).StoreUnsafe(ref to, (nuint)i + 16);
            }
        }

        for (; i < _length; i++)
            _sums[i] += row[i];
    }

    /// <summary>The averages of so many rows, as RGBA.</summary>
    /// <param name="rows">How many rows the sums are of, up to <see cref="MostRows"/>.</param>
    /// <param name="rgba">Room for them.</param>
    public void Average(int rows, Span<byte> rgba)
    {
        var pixels = MemoryMarshal.Cast<byte, uint>(rgba)[.._newWidth];
        var (narrow, wide) = (Divisor.Of(rows * _least), Divisor.Of(rows * (_least + 1)));
        int done = Avx2.IsSupported && narrow.IsExact && wide.IsExact ? AverageExactly(narrow, wide, pixels) : 0;
        AverageNearly(rows, pixels, done);
    }

    // Four pixels of the result at once, divided by multiplying: the upper half of a product of 16 bits each. Eight sums are read for the
    // three or four of a pixel: there is room behind the last.
    private int AverageExactly(Divisor narrow, Divisor wide, Span<uint> pixels)
    {
        ref ushort sums = ref MemoryMarshal.GetArrayDataReference(_sums);
        ref ulong widened = ref MemoryMarshal.GetArrayDataReference(_wider);
        ref uint target = ref MemoryMarshal.GetReference(pixels);
        ref int starts = ref MemoryMarshal.GetReference(_starts.AsSpan(0, _newWidth + 1));
        var (factor, otherFactor) = (Vector256.Create(narrow.Factor), Vector256.Create((ushort)(narrow.Factor ^ wide.Factor)));
        var (half, otherHalf) = (Vector256.Create(narrow.Half), Vector256.Create((ushort)(narrow.Half ^ wide.Half)));
        var order = _order | Vector128.Create(0x00000000u, 0x04040404u, 0x08080808u, 0x0C0C0C0Cu).AsByte();
        var fill = Vector128.Create(_fill).AsByte();
        nuint channels = (nuint)_channels;
        int least = _least, i = 0;
        for (; i + 4 <= pixels.Length; i += 4)
        {
            nuint one = (nuint)Unsafe.Add(ref starts, i), two = (nuint)Unsafe.Add(ref starts, i + 1);
            nuint three = (nuint)Unsafe.Add(ref starts, i + 2), four = (nuint)Unsafe.Add(ref starts, i + 3);
            var (odd, even) = (Both(ref sums, one, three), Both(ref sums, two, four));
            nuint at = channels;
            for (int more = 1; more < least; more++, at += channels)
            {
                odd += Both(ref sums, one + at, three + at);
                even += Both(ref sums, two + at, four + at);
            }

            // Under some pixels of the result lies one more.
            var wider = Vector256.LoadUnsafe(ref widened, (nuint)i).AsUInt16();
            var sum = Together(odd, even) + (Together(Both(ref sums, one + at, three + at), Both(ref sums, two + at, four + at)) & wider);
            var average = Avx2.MultiplyHigh(sum + (half ^ (otherHalf & wider)), factor ^ (otherFactor & wider)).AsInt16();
            var bytes = Sse2.PackUnsignedSaturate(average.GetLower(), average.GetUpper());
            (Vector128.Shuffle(bytes, order) | fill).AsUInt32().StoreUnsafe(ref target, (nuint)i);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Both(ref ushort sums, nuint low, nuint high) =>
        Vector256.Create(Vector128.LoadUnsafe(ref sums, low), Vector128.LoadUnsafe(ref sums, high));

    // The first pixel of each half of both, in the order of the picture.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Together(Vector256<ushort> odd, Vector256<ushort> even) => Avx2.UnpackLow(odd.AsUInt64(), even.AsUInt64()).AsUInt16();

    // All channels of a pixel at once; a sum of bytes over fewer than 65,793 pixels is exact in 24 bits.
    private void AverageNearly(int rows, Span<uint> pixels, int done)
    {
        // Multiplied instead of divided; what that is off by must not turn a half down.
        var (narrow, wide) = (Vector128.Create(1f / (rows * _least)), Vector128.Create(1f / (rows * (_least + 1))));
        var half = Vector128.Create(0.5f + (0.25f / (rows * (_least + 1))));
        ref ushort first = ref MemoryMarshal.GetArrayDataReference(_sums);
        for (int i = done; i < pixels.Length; i++)
        {
            int from = _starts[i], to = _starts[i + 1];
            var sum = Vector128<uint>.Zero;
            for (int x = from; x < to; x += _channels)
                sum += Vector128.WidenLower(Vector128.LoadUnsafe(ref first, (nuint)x));
            var average = Vector128.ConvertToInt32((Vector128.ConvertToSingle(sum.AsInt32()) * (_wider[i] == 0 ? narrow : wide)) + half);
            var bytes = Vector128.Narrow(Vector128.Narrow(average.AsUInt32(), average.AsUInt32()), Vector128<ushort>.Zero);
            pixels[i] = Vector128.Shuffle(bytes, _order).AsUInt32().ToScalar() | _fill;
        }
    }

    // Of every pixel the same; a place that is not there is 255 in all of them, which gives 0.
    private static (Vector128<byte> Order, uint Fill) OrderOf((int Red, int Green, int Blue, int Alpha)? places)
    {
        var (red, green, blue, alpha) = places ?? (0, 1, 2, 3);
        uint order = (uint)(red | (green << 8) | (blue << 16)) | ((alpha < 0 ? 255u : (uint)alpha) << 24);
        return (Vector128.Create(order).AsByte(), alpha < 0 ? 0xFF000000u : 0);
    }

    /// <summary>Dividing a sum of so many bytes, and rounding half up, as a multiplication.</summary>
    private readonly record struct Divisor(ushort Factor, ushort Half, bool IsExact)
    {
        public static Divisor Of(int count)
        {
            // Of one: 65,536 has no room, but one more and one less in 65,536 is the same.
            if (count == 1)
                return new(ushort.MaxValue, 1, true);
            long factor = ((1L << 16) + count - 1) / count, off = (factor * count) - (1L << 16), most = (255L * count) + (count / 2);
            return new((ushort)factor, (ushort)(count / 2), most <= ushort.MaxValue && most * off < 1 << 16);
        }
    }
}
