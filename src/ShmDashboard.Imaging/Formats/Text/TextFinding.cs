using ShmDashboard.Imaging.Payloads;

namespace ShmDashboard.Imaging.Formats.Text;

/// <summary>A text that was recognised in the bytes of a segment.</summary>
/// <param name="Format">Which layout.</param>
/// <param name="Encoding">The name of the encoding, such as "UTF-16LE".</param>
/// <param name="ContentOffset">Where the text's bytes start.</param>
/// <param name="ContentLength">How many bytes of text there are, without length field or NUL.</param>
/// <param name="PayloadLength">From offset 0 to behind the NUL, if there is one.</param>
/// <param name="IsEndKnown">Whether a length or a NUL states the end.</param>
internal readonly record struct TextFinding(
    PayloadFormat Format, string Encoding, int ContentOffset, int ContentLength, long PayloadLength, bool IsEndKnown);
