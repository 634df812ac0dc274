using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using ShmDashboard.Imaging.Formats.Qt;
using ShmDashboard.Imaging.Payloads;

namespace ShmDashboard.Imaging.Formats.Text;

/// <summary>
/// Finds text at the start of a segment: Qt's streams first, since they state their length; then UTF-8; then UTF-16,
/// which raw 16-bit numbers resemble most. In doubt it is not text.
/// </summary>
internal static class TextDetector
{
    /// <summary>How much of a text is examined; the rest is taken on trust.</summary>
    public const int ExaminedBytes = 64 * 1024;

    private static readonly SearchValues<byte> s_controls = SearchValues.Create(
        [.. Enumerable.Range(1, 31).Where(b => b is not (9 or 10 or 13)).Append(127).Select(b => (byte)b)]);

    /// <param name="copy">The segment from offset 0, perhaps cut off.</param>
    /// <param name="segmentBytes">What the segment has, at least as much as the copy.</param>
    public static TextFinding? Find(ReadOnlySpan<byte> copy, long segmentBytes) =>
        FindMarkedUtf16(copy, segmentBytes)
        ?? FindQString(copy, segmentBytes)
        ?? FindQByteArray(copy, segmentBytes)
        ?? FindUtf8(copy, segmentBytes)
        // Latin text of the other byte order reads as Han: big-endian goes first, since it must be Latin.
        ?? FindUtf16(copy, segmentBytes, isBigEndian: true)
        ?? FindUtf16(copy, segmentBytes, isBigEndian: false);

    private static bool TryReadLength(ReadOnlySpan<byte> copy, long segmentBytes, out long length)
    {
        length = copy.Length < QtTextStream.LengthBytes ? 0 : BinaryPrimitives.ReadUInt32BigEndian(copy);
        return length > 0 && QtTextStream.LengthBytes + length <= segmentBytes;
    }

    private static TextFinding? FindQString(ReadOnlySpan<byte> copy, long segmentBytes)
    {
        if (!TryReadLength(copy, segmentBytes, out long length) || (length & 1) != 0)
            return null;
        var content = copy[QtTextStream.LengthBytes..];
        content = content[..(int)Math.Min(length, content.Length & ~1)];
        var evidence = Utf16Evidence(content, isBigEndian: true);
        if (content.IsEmpty || evidence.IsRefuted || evidence.MixesScripts || evidence.IsOddEastAsian || evidence.IsRamp || !evidence.IsVaried)
            return null;
        // Two bytes of Latin letters read as one Han letter: pure ASCII is likelier a QByteArray.
        return evidence.IsForeign && FindQByteArray(copy, segmentBytes) is { } bytes
            ? bytes
            : new TextFinding(PayloadFormat.QtString, "UTF-16BE", QtTextStream.LengthBytes, content.Length,
                QtTextStream.LengthBytes + content.Length, true);
    }

    private static TextFinding? FindQByteArray(ReadOnlySpan<byte> copy, long segmentBytes)
    {
        if (!TryReadLength(copy, segmentBytes, out long length))
            return null;
        var stated = copy[QtTextStream.LengthBytes..];
        bool isCut = stated.Length < length;
        stated = stated[..(int)Math.Min(length, stated.Length)];
        // A char* is streamed with its NUL, which counts.
        var content = stated.Length > 1 && stated[^1] == 0 ? stated[..^1] : stated;
        if (isCut)
            content = WithoutCutCharacter(content);
        return !content.IsEmpty && Utf8Evidence(content) is { IsRefuted: false, IsVaried: true }
            ? new TextFinding(PayloadFormat.QtByteArray, "UTF-8", QtTextStream.LengthBytes, content.Length,
                QtTextStream.LengthBytes + stated.Length, true)
            : null;
    }

    private static TextFinding? FindUtf8(ReadOnlySpan<byte> copy, long segmentBytes)
    {
        int nul = copy.IndexOf((byte)0);
        var content = nul < 0 ? copy : copy[..nul];
        if (nul < 0 && copy.Length < segmentBytes)
            content = WithoutCutCharacter(content);
        if (content.Length < 2)
            return null;
        var evidence = Utf8Evidence(content);
        if (evidence.IsRefuted || !evidence.IsVaried)
            return null;
        bool isText = nul < 0
            ? IsTextWithoutEnd(content.Length, evidence)
            : IsTextWithEnd(content.Length, evidence, copy[nul..]);
        return !isText
            ? null
            : new TextFinding(PayloadFormat.Utf8Text, "UTF-8", 0, content.Length, nul < 0 ? content.Length : nul + 1,
                nul >= 0);
    }

    // Up to three bytes and a NUL are what a small little-endian number looks like: only a word in an otherwise empty
    // segment counts. Longer texts may have the remains of an older, longer one behind them.
    private static bool IsTextWithEnd(int length, in TextEvidence evidence, ReadOnlySpan<byte> rest)
    {
        if (rest.IndexOfAnyExcept((byte)0) < 0)
            return length >= 4 || evidence.IsOneWord;
        return length >= 4 && rest.IndexOfAny(s_controls) < 0 && Utf8.IsValid(WithoutContinuation(rest));
    }

    // Nothing marks the end, so the bytes could be pixels that all happen to be printable.
    private static bool IsTextWithoutEnd(int length, in TextEvidence evidence) => length switch
    {
        < 4 => false,
        < 16 => evidence.WordShare >= 0.75 && (evidence.IsForeign || evidence.IsOneWord || evidence.BreakShare > 0),
        < 256 => true,
        _ => evidence.BreakShare >= 0.002 || evidence.IsForeign,
    };

    private static TextFinding? FindMarkedUtf16(ReadOnlySpan<byte> copy, long segmentBytes)
    {
        if (copy.Length < 4)
            return null;
        ushort mark = BinaryPrimitives.ReadUInt16BigEndian(copy);
        return mark is 0xFFFE or 0xFEFF
            ? FindUtf16(copy, segmentBytes, isBigEndian: mark == 0xFEFF, start: 2)
            : null;
    }

    private static TextFinding? FindUtf16(ReadOnlySpan<byte> copy, long segmentBytes, bool isBigEndian, int start = 0)
    {
        bool isMarked = start > 0;
        var units = copy[start..];
        units = units[..(units.Length & ~1)];
        int end = IndexOfZeroUnit(units);
        var content = end < 0 ? units : units[..end];
        var rest = units[content.Length..];
        if (content.Length < (isMarked ? 2 : 8) && !IsShortWord(content, isBigEndian, rest))
            return null;
        var evidence = Utf16Evidence(content, isBigEndian);
        if (evidence.IsRefuted || evidence.IsRamp || evidence.MixesScripts || !evidence.IsVaried)
            return null;
        if (!isMarked && content.Length >= 8 && !IsUnmarkedUtf16(evidence, isBigEndian, rest, isWhole: copy.Length == segmentBytes))
            return null;
        return new TextFinding(PayloadFormat.Utf16Text, isBigEndian ? "UTF-16BE" : "UTF-16LE", start, content.Length,
            start + content.Length + (end < 0 ? 0 : 2), end >= 0);
    }

    private static bool IsUnmarkedUtf16(
        in TextEvidence evidence, bool isBigEndian, ReadOnlySpan<byte> rest, bool isWhole)
    {
        if (evidence.WordShare < 0.6 || rest.IndexOfAnyExcept((byte)0) >= 0)
            return false;
        // Four random numbers in a row are Han or Hangul one time in seven, eight of them Han alone one time in ten thousand.
        if (evidence.IsEastAsian && (evidence.IsOddEastAsian || (evidence.Total < 8 && evidence.BreakShare == 0)))
            return false;
        // Most 16-bit numbers are a letter of some script: only with a clear end, and never big-endian.
        if (evidence.IsForeign)
            return !isBigEndian && !rest.IsEmpty && (evidence.Total <= 64 || evidence.BreakShare >= 0.01);
        return evidence.Total <= 256 ? !rest.IsEmpty || isWhole : evidence.BreakShare >= 0.002;
    }

    // Two or three 16-bit numbers are anything, unless they are spelt as words are, end, and nothing is behind them.
    private static bool IsShortWord(ReadOnlySpan<byte> content, bool isBigEndian, ReadOnlySpan<byte> rest)
    {
        if (content.Length is not (4 or 6) || rest.IsEmpty || rest.IndexOfAnyExcept((byte)0) >= 0)
            return false;
        char first = (char)ReadUnit(content, 0, isBigEndian), second = (char)ReadUnit(content, 1, isBigEndian);
        char last = content.Length == 4 ? second : (char)ReadUnit(content, 2, isBigEndian);
        int step = second - first;
        bool isCounting = content.Length == 4 ? step == 0 : last - second == step;
        return !isCounting && IsLatin(first) && IsLatin(second) && IsLatin(last) &&
            ((char.IsLower(second) && char.IsLower(last)) || (char.IsUpper(first) && char.IsUpper(second) && char.IsUpper(last)));

        // What is all ones is white or a mask, and no letter.
        static bool IsLatin(char unit) => unit < 0xFF && char.IsLetter(unit);
    }

    private static int IndexOfZeroUnit(ReadOnlySpan<byte> units)
    {
        for (int at = 0; ;)
        {
            int next = units[at..].IndexOf((ReadOnlySpan<byte>)[0, 0]);
            if (next < 0)
                return -1;
            at += next;
            if ((at & 1) == 0)
                return at;
            at++;
        }
    }

    private static TextEvidence Utf8Evidence(ReadOnlySpan<byte> content)
    {
        var evidence = new TextEvidence();
        var examined = content.Length > ExaminedBytes ? WithoutCutCharacter(content[..ExaminedBytes]) : content;
        while (!examined.IsEmpty && !evidence.IsRefuted)
        {
            Rune.DecodeFromUtf8(examined, out var rune, out int consumed);
            evidence.Add(rune);
            examined = examined[consumed..];
        }

        return evidence;
    }

    private static TextEvidence Utf16Evidence(ReadOnlySpan<byte> content, bool isBigEndian)
    {
        var evidence = new TextEvidence();
        int units = Math.Min(content.Length, ExaminedBytes) / 2;
        for (int i = 0; i < units && !evidence.IsRefuted; i++)
        {
            char unit = (char)ReadUnit(content, i, isBigEndian);
            if (!char.IsSurrogate(unit))
                evidence.Add((Rune)unit);
            else if (i + 1 < units
                && Rune.TryCreate(unit, (char)ReadUnit(content, ++i, isBigEndian), out var rune))
                evidence.Add(rune);
            else
                evidence.Add(Rune.ReplacementChar);
        }

        return evidence;
    }

    private static ushort ReadUnit(ReadOnlySpan<byte> content, int index, bool isBigEndian) => isBigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(content[(2 * index)..])
        : BinaryPrimitives.ReadUInt16LittleEndian(content[(2 * index)..]);

    private static ReadOnlySpan<byte> WithoutCutCharacter(ReadOnlySpan<byte> utf8)
    {
        for (int back = 1; back <= Math.Min(3, utf8.Length); back++)
        {
            byte lead = utf8[^back];
            if ((lead & 0xC0) == 0x80)
                continue;
            int needed = lead switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
            return needed > back ? utf8[..^back] : utf8;
        }

        return utf8;
    }

    private static ReadOnlySpan<byte> WithoutContinuation(ReadOnlySpan<byte> utf8)
    {
        int start = utf8.IndexOfAnyExcept((byte)0);
        int end = start;
        while (end < utf8.Length && end < start + 3 && (utf8[end] & 0xC0) == 0x80)
            end++;
        return utf8[end..];
    }
}
