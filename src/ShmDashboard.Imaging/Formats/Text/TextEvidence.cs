using System.Globalization;
using System.Text;

namespace ShmDashboard.Imaging.Formats.Text;

/// <summary>
/// Counts what speaks for and against bytes being text that a person wrote. Numbers and pixels decode to letters more
/// often than one would think, so being decodable is never enough.
/// </summary>
internal struct TextEvidence
{
    private const int NoScript = -1;
    private const int Latin = 0;
    private const int EastAsian = 1;

    // Letters, digits and spaces; a JSON text of numbers has about a third, noise of printable bytes two thirds.
    private const double MinWordShare = 0.25;
    private const double MaxShareOfOne = 0.6;

    private readonly int[] _perByte;
    private int _words;
    private int _whitespace;
    private int _lettersAndDigits;
    private int _asciiLetters;
    private int _foreignLetters;
    private int _script;
    private bool _mixesScripts;
    private bool _hasHan;
    private bool _hasHangul;
    private bool _hasRare;
    private int _previous;
    private int _step;
    private bool _isRamp;

    public TextEvidence()
    {
        _perByte = new int[256];
        _script = NoScript;
        _isRamp = true;
    }

    public int Total { get; private set; }

    /// <summary>A control character, unassigned, private or undecodable: certainly not text.</summary>
    public bool IsRefuted { get; private set; }

    /// <summary>Whether letters beyond Latin occurred.</summary>
    public readonly bool IsForeign => _foreignLetters > 0;

    /// <summary>Whether letters of more than one script besides Latin occurred: numbers read as UTF-16 do that.</summary>
    public readonly bool MixesScripts => _mixesScripts;

    /// <summary>
    /// Whether the letters are of East Asia, which have more than half of all 16-bit numbers: then a few of them prove nothing.
    /// </summary>
    public readonly bool IsEastAsian => _script == EastAsian;

    /// <summary>
    /// Whether Han stands beside Hangul, or a letter occurs that hardly any text has: numbers read as UTF-16 soon have both.
    /// </summary>
    public readonly bool IsOddEastAsian => _hasRare || (_hasHan && _hasHangul);

    /// <summary>Whether each character is the one before plus a constant: numbers counting up, not words.</summary>
    public readonly bool IsRamp => _isRamp && Total >= 4;

    /// <summary>Only letters and digits, at least one of them a letter.</summary>
    public readonly bool IsOneWord => _lettersAndDigits == Total && _asciiLetters + _foreignLetters > 0;

    public readonly double WordShare => Total == 0 ? 0 : (double)_words / Total;

    /// <summary>Spaces and line ends, or the punctuation of scripts that write no spaces.</summary>
    public readonly double BreakShare => Total == 0 ? 0 : (double)_whitespace / Total;

    /// <summary>Whether the distribution of characters is that of a text and not of a flat or noisy picture.</summary>
    public readonly bool IsVaried =>
        (Total < 8 || WordShare >= MinWordShare)
        && (Total < 16 || _perByte.Max() <= Total * MaxShareOfOne)
        && (Total < 64 || _perByte.Count(n => n > 0) >= 8);

    public void Add(Rune rune)
    {
        Total++;
        int value = rune.Value;
        var category = Rune.GetUnicodeCategory(rune);
        if (category is UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate
            || (category is UnicodeCategory.Control && value is not ('\t' or '\n' or '\r')) || value == 0xFFFD)
            IsRefuted = true;

        _perByte[(byte)value]++;
        NoteStep(value);
        if (value is ' ' or '\t' or '\n' or '\r' or (>= 0x3000 and <= 0x3003) or 0xFF0C or 0xFF01)
        {
            _whitespace++;
            _words++;
        }
        else if (Rune.IsLetterOrDigit(rune)
            || category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
        {
            _words++;
            _lettersAndDigits++;
            NoteScript(value, Rune.IsLetter(rune));
        }
    }

    private void NoteStep(int value)
    {
        if (Total == 2)
            _step = value - _previous;
        else if (Total > 2 && value - _previous != _step)
            _isRamp = false;
        _previous = value;
    }

    private void NoteScript(int value, bool isLetter)
    {
        if (value < 0x80)
        {
            _asciiLetters += isLetter ? 1 : 0;
            return;
        }

        int script = ScriptOf(value);
        if (script == Latin)
            return;
        if (script == EastAsian)
        {
            _hasHan |= value is >= 0x4E00 and < 0xA000;
            _hasHangul |= value is >= 0xAC00 and < 0xD7B0;
            // Extension A, radicals, old Hangul, compatibility forms of Han.
            _hasRare |= value is (>= 0x3400 and < 0x4DC0) or (>= 0x2E80 and < 0x3000) or (>= 0x1100 and < 0x1200) or (>= 0xF900 and < 0xFB00);
        }

        _foreignLetters++;
        _mixesScripts |= _script != NoScript && _script != script;
        _script = script;
    }

    // Coarse on purpose: Han, kana and Hangul occur together, other scripts fill blocks of 128 or 256 code points.
    private static int ScriptOf(int value) => value switch
    {
        < 0x250 or (>= 0x300 and < 0x370) or (>= 0x1E00 and < 0x1F00) => Latin,
        >= 0x1100 and < 0x1200 or (>= 0x2E80 and < 0xA000) or (>= 0xAC00 and < 0xD7B0)
            or (>= 0xF900 and < 0xFB00) or (>= 0xFF00 and < 0xFFF0) or (>= 0x1B000 and < 0x1B300) or >= 0x20000
            => EastAsian,
        >= 0x370 and < 0x400 or (>= 0x1F00 and < 0x2000) => 2,
        >= 0x400 and < 0x530 => 3,
        >= 0x600 and < 0x780 or (>= 0xFB50 and < 0xFE00) or (>= 0xFE70 and < 0xFEFF) => 4,
        _ => 8 + (value >> 7),
    };
}
