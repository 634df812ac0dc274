using System.Numerics;
using System.Runtime.InteropServices;

namespace ShmDashboard.Imaging.Formats.Png;

/// <summary>The five row filters (PNG specification, third edition, 9.2), both ways.</summary>
internal static class PngFilter
{
    public const byte None = 0;
    public const byte Sub = 1;
    public const byte Up = 2;
    public const byte Average = 3;
    public const byte Paeth = 4;

    /// <summary>Restores a row in place. <paramref name="pixelBytes"/> is at least 1, also for smaller pixels.</summary>
    /// <returns>False when there is no such filter; the row is then untouched.</returns>
    public static bool TryUndo(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        switch (filter)
        {
            case None: return true;
            case Sub: UndoSub(row, pixelBytes); return true;
            case Up: UndoUp(row, above); return true;
            case Average: UndoAverage(row, above, pixelBytes); return true;
            case Paeth: UndoPaeth(row, above, pixelBytes); return true;
            default: return false;
        }
    }

    /// <summary>Writes the filtered row to <paramref name="result"/>, which has the length of the row.</summary>
    public static void Apply(
        byte filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int pixelBytes, Span<byte> result)
    {
        above = above[..row.Length];
        result = result[..row.Length];
        row.CopyTo(result);
        switch (filter)
        {
            case Sub:
                for (var i = pixelBytes; i < row.Length; i++)
                    result[i] = (byte)(row[i] - row[i - pixelBytes]);
                break;
            case Up:
                for (var i = 0; i < row.Length; i++)
                    result[i] = (byte)(row[i] - above[i]);
                break;
            case Paeth:
                for (var i = 0; i < Math.Min(pixelBytes, row.Length); i++)
                    result[i] = (byte)(row[i] - above[i]);
                for (var i = pixelBytes; i < row.Length; i++)
                    result[i] = (byte)(row[i] - Predict(row[i - pixelBytes], above[i], above[i - pixelBytes]));
                break;
        }
    }

    private static void UndoSub(Span<byte> row, int pixelBytes)
    {
        for (var i = pixelBytes; i < row.Length; i++)
            row[i] += row[i - pixelBytes];
    }

    private static void UndoUp(Span<byte> row, ReadOnlySpan<byte> above)
    {
        var rows = MemoryMarshal.Cast<byte, Vector<byte>>(row);
        var aboves = MemoryMarshal.Cast<byte, Vector<byte>>(above);
        for (var i = 0; i < rows.Length && i < aboves.Length; i++)
            rows[i] += aboves[i];
        for (var i = rows.Length * Vector<byte>.Count; i < row.Length; i++)
            row[i] += above[i];
    }

    private static void UndoAverage(Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        above = above[..row.Length];
        for (var i = 0; i < Math.Min(pixelBytes, row.Length); i++)
            row[i] += (byte)(above[i] >> 1);
        for (var i = pixelBytes; i < row.Length; i++)
            row[i] += (byte)((row[i - pixelBytes] + above[i]) >> 1);
    }

    private static void UndoPaeth(Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        above = above[..row.Length];
        for (var i = 0; i < Math.Min(pixelBytes, row.Length); i++)
            row[i] += above[i];
        for (var i = pixelBytes; i < row.Length; i++)
            row[i] += Predict(row[i - pixelBytes], above[i], above[i - pixelBytes]);
    }

    private static byte Predict(int left, int above, int aboveLeft)
    {
        var toLeft = Math.Abs(above - aboveLeft);
        var toAbove = Math.Abs(left - aboveLeft);
        var toAboveLeft = Math.Abs(left + above - (2 * aboveLeft));
        var nearest = toLeft <= toAbove ? left : above;
        return (byte)(Math.Min(toLeft, toAbove) <= toAboveLeft ? nearest : aboveLeft);
    }
}
