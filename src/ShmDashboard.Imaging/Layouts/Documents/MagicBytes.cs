namespace ShmDashboard.Imaging.Layouts.Documents;

/// <summary>Bytes by which a layout is recognised.</summary>
public sealed record MagicBytes
{
    /// <summary>Where, from the start of the segment; below 0, from its end.</summary>
    public long Offset { get; init; }

    /// <summary>The bytes as text of ASCII.</summary>
    public string? Text { get; init; }

    /// <summary>The bytes in hexadecimal digits.</summary>
    public string? Hex { get; init; }

    /// <summary>The bytes themselves.</summary>
    internal byte[] ToArray() => Text is not null ? System.Text.Encoding.ASCII.GetBytes(Text) : Convert.FromHexString(Hex ?? "");

    /// <summary>Whether they are there.</summary>
    public bool IsIn(ReadOnlySpan<byte> segment)
    {
        byte[] wanted = ToArray();
        long at = Offset < 0 ? segment.Length + Offset : Offset;
        return at >= 0 && at <= segment.Length - wanted.Length && segment.Slice((int)at, wanted.Length).SequenceEqual(wanted);
    }
}
