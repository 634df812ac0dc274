using System.Runtime.InteropServices;
using System.Text;
using ShmDashboard.Imaging.Payloads;

namespace ShmDashboard.Tests.Imaging.Payloads;

public class PayloadIdentifierTextTests
{
    // The streams are captured from Qt 5.15.8; 6.4.2 and 6.8.2 write the same.
    public static TheoryData<string, string, byte[], int> Texts => new()
    {
        { "QtString", "hä€", [0, 0, 0, 6, 0, 0x68, 0, 0xE4, 0x20, 0xAC], 10 },
        { "QtString", "A", [0, 0, 0, 2, 0, 0x41], 6 },
        { "QtString", "世界", [0, 0, 0, 4, 0x4E, 0x16, 0x75, 0x4C], 8 },
        { "QtByteArray", "hi", [0, 0, 0, 2, 0x68, 0x69], 6 },
        { "QtByteArray", "cstr", [0, 0, 0, 5, 0x63, 0x73, 0x74, 0x72, 0], 9 },
        { "QtByteArray", "Hello World!", [0, 0, 0, 12, .. "Hello World!"u8], 16 },
        { "Utf8Text", "OK", [.. "OK\0"u8], 3 },
        { "Utf8Text", "Grüße, 世界 🎉", [.. "Grüße, 世界 🎉\0"u8], 21 },
        { "Utf8Text", "line 1\r\n\tline 2", [.. "line 1\r\n\tline 2\0"u8], 16 },
        { "Utf8Text", "{\"a\":1,\"b\":[1,2,3]}", [.. "{\"a\":1,\"b\":[1,2,3]}\0"u8], 20 },
        { "Utf8Text", "好", [.. "好\0"u8], 4 },
        { "Utf16Text", "Hello", Encoding.Unicode.GetBytes("Hello\0"), 12 },
        { "Utf16Text", "Grüße von QString::data()", Encoding.Unicode.GetBytes("Grüße von QString::data()\0"), 52 },
        { "Utf16Text", "共享内存里的文字", Encoding.Unicode.GetBytes("共享内存里的文字\0"), 18 },
        { "Utf16Text", "안녕하세요 여러분", Encoding.Unicode.GetBytes("안녕하세요 여러분\0"), 20 },
        { "Utf16Text", "図、写真", Encoding.Unicode.GetBytes("図、写真\0"), 10 },
        { "Utf16Text", "Hello", Encoding.BigEndianUnicode.GetBytes("Hello\0"), 12 },
        { "Utf16Text", "Hi", Encoding.Unicode.GetBytes("Hi\0"), 6 },
        { "Utf16Text", "OK", Encoding.BigEndianUnicode.GetBytes("OK\0"), 6 },
        { "Utf16Text", "für", Encoding.Unicode.GetBytes("für\0"), 8 },
        { "Utf16Text", "Ω", [0xFF, 0xFE, 0xA9, 0x03, 0, 0], 6 },
        { "Utf16Text", "Ω", [0xFE, 0xFF, 0x03, 0xA9, 0, 0], 6 },
    };

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void Identify_Text_IsRecognisedInASegmentOfItsSizeAndInALargerOne(
        string format, string text, byte[] payload, int length)
    {
        foreach (byte[]? segment in new[] { payload, Samples.InSegment(payload, 4096) })
        {
            var found = PayloadIdentifier.Identify(segment, segment.Length);
            Assert.Equal(format, found.Format.ToString());
            Assert.Equal(text, found.Text);
            Assert.Equal(length, found.PayloadLength);
            Assert.True(found is { IsText: true, IsPicture: false, TextTruncated: false });
        }
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("state: idle")]
    [InlineData("A sentence without a NUL, exactly as long as its segment.")]
    public void Identify_TextThatFillsItsSegment_IsUtf8(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        var found = PayloadIdentifier.Identify(bytes, bytes.Length);
        Assert.Equal((PayloadFormat.Utf8Text, text), (found.Format, found.Text));
        Assert.Equal(bytes.Length, found.ContentLength);
    }

    [Fact]
    public void Identify_ShortTextOverALongerOne_IsTheShortOne()
    {
        byte[] segment = Samples.InSegment([.. "A long text that was here before: größer\0"u8], 256);
        "Shorter\0"u8.CopyTo(segment);
        Assert.Equal("Shorter", PayloadIdentifier.Identify(segment, 256).Text);
    }

    [Fact]
    public void Identify_QStringOverAnEarlierImage_IsTheString()
    {
        byte[] segment = Samples.QtPixmap.ToArray();
        new byte[] { 0, 0, 0, 4, 0, 0x68, 0, 0x69 }.CopyTo(segment, 0);
        Assert.Equal((PayloadFormat.QtString, "hi"), Found(segment));
    }

    [Fact]
    public void Identify_LongText_IsCappedAt4096Characters()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("Zeile mit € und 🎉\n", 5000)) + "\0");
        var found = PayloadIdentifier.Identify(bytes, bytes.Length);
        Assert.True(found.TextTruncated);
        Assert.InRange(found.Text!.Length, 4095, 4096);
        Assert.False(char.IsHighSurrogate(found.Text[^1]));
        Assert.Equal(bytes.Length - 1, found.ContentLength);
    }

    [Fact]
    public void Identify_PrefixThatCutsACharacter_IsStillText()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("größer ", 100)));
        foreach (int cut in new[] { 66, 67, 68, 69 })
            Assert.Equal(PayloadFormat.Utf8Text, PayloadIdentifier.Identify(bytes.AsSpan(0, cut), bytes.Length).Format);
    }

    public static TheoryData<string, byte[]> NotTexts => new()
    {
        { "one small int", Raw(65) },
        { "one small int in a page", Samples.InSegment(Raw(65), 4096) },
        { "ints", Raw(1, 2, 3, 4) },
        { "ints that are letters", Raw(65, 66, 67, 68) },
        { "int of two digits in ASCII", Samples.InSegment(Raw(0x3034), 64) },
        { "a width and a height", Samples.InSegment(Bytes<ushort>(64, 48), 4096) },
        { "two numbers that are letters of no word", Samples.InSegment(Bytes<ushort>(100, 80), 64) },
        { "two letters without an end", Bytes<ushort>('H', 'i') },
        { "two letters before something else", Bytes<ushort>('H', 'i', 0, 7) },
        { "two numbers that are one letter", Bytes<ushort>(72, 72, 0) },
        { "three numbers counting through the letters", Bytes<ushort>(97, 98, 99, 0) },
        { "a letter and white", Bytes<ushort>(72, 255, 0) },
        { "floats", Bytes<float>(1.5f, 3.25f, 100f, 65.5f) },
        { "doubles", Bytes(3.14159, 2.71828, 65.0) },
        { "shorts counting through the letters", Bytes<short>(65, 66, 67, 68, 69, 70, 71, 0) },
        { "shorts through the alphabet", Bytes([.. Enumerable.Range(97, 26).Select(i => (short)i)]) },
        { "mid-grey 16-bit pixels", Bytes([.. Enumerable.Range(0, 5000).Select(i => (ushort)(30_000 + (i * 7919 % 900)))]) },
        { "dark 16-bit pixels", Bytes([.. Enumerable.Range(0, 5000).Select(i => (ushort)(70 + (i * 7919 % 50)))]) },
        { "flat grey of 64", Filled(64, 10_000) },
        { "flat grey of letters, half black", Samples.InSegment(Filled(65, 5000), 10_000) },
        { "dim noise", [.. Enumerable.Range(0, 10_000).Select(i => (byte)(65 + (i * 7919 % 17)))] },
        { "ramp", [.. Enumerable.Range(0, 4096).Select(i => (byte)i)] },
        { "a name, then pixels", [.. "CAMERA_DRIVER_V2\0"u8, .. Enumerable.Range(0, 999).Select(i => (byte)(i * 7))] },
        { "a control character", [.. "bell \a rings\0"u8] },
        { "an escape sequence", [.. "\e[1mbold\e[0m\0"u8] },
        { "invalid UTF-8", [.. "caf"u8, 0xE9, .. " au lait\0"u8] },
        { "surrogate halves", [0, 0, 0, 8, 0xD8, 0, 0, 0x41, 0, 0x42, 0, 0x43] },
        { "QString longer than its segment", [0, 0, 0, 8, 0, 0x41, 0, 0x42] },
        { "QByteArray longer than its segment", [0, 0, 0, 8, 0x41, 0x42] },
        { "null QString", [0xFF, 0xFF, 0xFF, 0xFF] },
        { "big-endian ints", [0, 0, 0, 4, 0, 0, 0, 2, 0, 0, 0, 3] },
        { "scripts at random", [0, 0, 0, 8, 0x05, 0xD0, 0x10, 0x41, 0x4E, 0x00, 0x0E, 0x41] },
    };

    [Theory]
    [InlineData(4, 20)]
    [InlineData(6, 20)]
    [InlineData(8, 20)]
    [InlineData(10, 20)]
    [InlineData(12, 20)]
    [InlineData(16, 150)]
    [InlineData(32, 20)]
    public void Identify_FewRandomBytes_AreHardlyEverUtf16(int length, int most)
    {
        var random = new Random(length);
        int texts = 0;
        for (int i = 0; i < 100_000; i++)
        {
            byte[] segment = new byte[64];
            random.NextBytes(segment.AsSpan(0, length));
            texts += PayloadIdentifier.Identify(segment, segment.Length).Format == PayloadFormat.Utf16Text ? 1 : 0;
        }

        Assert.InRange(texts, 0, most);
    }

    [Theory]
    [MemberData(nameof(NotTexts), DisableDiscoveryEnumeration = true)]
    public void Identify_NumbersAndPixels_AreBytes(string name, byte[] segment)
    {
        var found = PayloadIdentifier.Identify(segment, segment.Length);
        Assert.True(found.Format == PayloadFormat.Bytes, $"{name}: {found.Format} \"{found.Text}\"");
        Assert.Equal((0, segment.Length), (found.ContentOffset, found.ContentLength));
    }

    private static (PayloadFormat, string?) Found(byte[] segment)
    {
        var found = PayloadIdentifier.Identify(segment, segment.Length);
        return (found.Format, found.Text);
    }

    private static byte[] Raw(params int[] values) => Bytes(values);

    private static byte[] Bytes<T>(params T[] values) where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private static byte[] Filled(byte value, int count)
    {
        byte[] bytes = new byte[count];
        bytes.AsSpan().Fill(value);
        return bytes;
    }
}
