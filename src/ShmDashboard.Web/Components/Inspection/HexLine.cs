using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ShmDashboard.Web.Components.Inspection;

/// <summary>Sixteen bytes as a line: offset, two halves in hexadecimal, and what of them is ASCII. Immutable.</summary>
/// <param name="Offset">Of the first byte, from the segment's start.</param>
/// <param name="Halves">Two times eight bytes, in runs of changed and unchanged ones.</param>
/// <param name="Ascii">The same as characters, a dot for what is not printable.</param>
internal sealed record HexLine(long Offset, ImmutableArray<ImmutableArray<HexRun>> Halves, ImmutableArray<HexRun> Ascii)
{
    /// <summary>Bytes in a line.</summary>
    public const int Width = 16;

    /// <summary>The offset in hexadecimal, eight digits or more.</summary>
    public string OffsetText => Offset.ToString("x8", CultureInfo.InvariantCulture);

    /// <summary>Whether any byte is marked as changed.</summary>
    public bool AnyChanged => Ascii.Any(run => run.Changed);

    /// <summary>Lines for a piece of a segment.</summary>
    /// <param name="offset">Where it begins.</param>
    /// <param name="bytes">The piece.</param>
    /// <param name="before">The same piece as it was at the last look; empty for the first.</param>
    public static HexLine[] Of(long offset, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> before)
    {
        var lines = new HexLine[(bytes.Length + Width - 1) / Width];
        for (int index = 0; index < lines.Length; index++)
        {
            int start = index * Width;
            var line = bytes[start..Math.Min(bytes.Length, start + Width)];
            var old = before.Length == 0 ? line : before[Math.Min(before.Length, start)..Math.Min(before.Length, start + Width)];
            lines[index] = new(
                offset + start,
                [Runs(line[..Math.Min(8, line.Length)], old[..Math.Min(8, old.Length)], Hex),
                    Runs(line[Math.Min(8, line.Length)..], old[Math.Min(8, old.Length)..], Hex)],
                Runs(line, old, Character));
        }

        return lines;
    }

    private static ImmutableArray<HexRun> Runs(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> before, Action<StringBuilder, byte> write)
    {
        var runs = ImmutableArray.CreateBuilder<HexRun>();
        var text = new StringBuilder();
        bool changed = false;
        for (int index = 0; index < bytes.Length; index++)
        {
            bool differs = index >= before.Length || before[index] != bytes[index];
            if (differs != changed && text.Length > 0)
            {
                runs.Add(new(text.ToString(), changed));
                text.Clear();
            }

            changed = differs;
            write(text, bytes[index]);
        }

        if (text.Length > 0) runs.Add(new(text.ToString(), changed));
        return runs.ToImmutable();
    }

    private static void Hex(StringBuilder text, byte value) =>
        text.Append(value.ToString("x2", CultureInfo.InvariantCulture)).Append(' ');

    private static void Character(StringBuilder text, byte value) =>
        text.Append(value is >= 0x20 and < 0x7f ? (char)value : '·');
}
