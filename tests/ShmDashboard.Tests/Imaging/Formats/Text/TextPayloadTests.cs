using ShmDashboard.Imaging.Formats.Text;
using ShmDashboard.Imaging.Payloads;

namespace ShmDashboard.Tests.Imaging.Formats.Text;

public class TextPayloadTests
{
    [Theory]
    [InlineData("Grüße, 世界", TextEncoding.Utf8WithNul, PayloadFormat.Utf8Text)]
    [InlineData("Grüße, 世界", TextEncoding.QString, PayloadFormat.QtString)]
    [InlineData("Grüße, 世界", TextEncoding.QByteArray, PayloadFormat.QtByteArray)]
    public void Encode_EveryEncoding_IsIdentifiedAgain(string text, TextEncoding encoding, PayloadFormat format)
    {
        var found = PayloadIdentifier.Identify(TextPayload.Encode(text, encoding), 4096);
        Assert.Equal((format, text), (found.Format, found.Text));
    }

    [Fact]
    public void Encode_NulInTerminatedText_IsRefusedWithItsPlace()
    {
        var error = Assert.Throws<ArgumentException>(() => TextPayload.Encode("ab\0c", TextEncoding.Utf8WithNul));
        Assert.StartsWith("Cannot store the text as NUL-terminated UTF-8: it holds a NUL at character 2. Remove it, or " +
            "store a QString or QByteArray, which state their length.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_Utf8_EndsWithOneNulAndHasNoByteOrderMark() =>
        Assert.Equal("hé\0"u8.ToArray(), TextPayload.Encode("hé", TextEncoding.Utf8WithNul));
}
