using ShmDashboard.Imaging.Formats.Png;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Tests.Imaging.Formats.Png;

public class PngMalformedTests
{
    private static readonly byte[] s_row = [0, 1, 2, 3];

    public static TheoryData<string, byte[], string> Files => new()
    {
        { "nothing", [], "PNG header: expected 33 bytes, found 0 at offset 0." },
        { "JPEG", [0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0, 0],
            "PNG signature: expected 89504E470D0A1A0A, found FFD8FFE000000000 at offset 0." },
        { "signature only", PngFile.Small()[..8], "PNG header: expected 33 bytes, found 8 at offset 0." },
        { "other first chunk", new PngFile().Chunk("CgBI", new byte[20]).Iend(),
            "PNG header: expected chunk IHDR, found chunk CgBI at offset 12." },
        { "IHDR too long", new PngFile().Chunk("IHDR", new byte[14]).Iend(),
            "PNG chunk IHDR: expected a length of 13, found 14 at offset 8." },
        { "width 0", Header(0, 1, 8, 2), "PNG chunk IHDR: expected a width of 1 to 2147483647, found 0 at offset 16." },
        { "height 2^31", Header(1, 1u << 31, 8, 2),
            "PNG chunk IHDR: expected a height of 1 to 2147483647, found 2147483648 at offset 20." },
        { "colour 5", Header(1, 1, 8, 5), "PNG chunk IHDR: expected colour type 0, 2, 3, 4 or 6, found 5 at offset 25." },
        { "depth 4 of RGB", Header(1, 1, 4, 2),
            "PNG chunk IHDR: expected a bit depth of 8 or 16 with colour type 2, found 4 at offset 24." },
        { "depth 16 of palette", Header(1, 1, 16, 3),
            "PNG chunk IHDR: expected a bit depth of 1, 2, 4 or 8 with colour type 3, found 16 at offset 24." },
        { "depth 3 of grey", Header(1, 1, 3, 0),
            "PNG chunk IHDR: expected a bit depth of 1, 2, 4, 8 or 16 with colour type 0, found 3 at offset 24." },
        { "compression 1", new PngFile().Ihdr(1, 1, 8, 2, compression: 1).Idat(s_row).Iend(),
            "PNG chunk IHDR: expected compression method 0, found 1 at offset 26." },
        { "filter method 64", new PngFile().Ihdr(1, 1, 8, 2, filter: 64).Idat(s_row).Iend(),
            "PNG chunk IHDR: expected filter method 0, found 64 at offset 27." },
        { "interlace 2", new PngFile().Ihdr(1, 1, 8, 2, interlace: 2).Idat(s_row).Iend(),
            "PNG chunk IHDR: expected interlace method 0 or 1, found 2 at offset 28." },
        { "too wide", Header(1_000_001, 1, 8, 2),
            "PNG size: expected sides of at most 1000000 pixels, found 1000001 x 1 at offset 16." },
        { "second IHDR", new PngFile().Ihdr(1, 1, 8, 2).Ihdr(1, 1, 8, 2).Idat(s_row).Iend(),
            "PNG chunk IHDR: expected one IHDR, found another at offset 33." },
        { "CRC of IDAT", new PngFile().Ihdr(1, 1, 8, 2).Chunk("IDAT", [], crcError: 0xFF).Iend(),
            "PNG chunk IDAT: expected CRC 0x35af061e, found 0x35af06e1 at offset 41." },
        { "no IDAT", new PngFile().Ihdr(1, 1, 8, 2).Iend(),
            "PNG: expected picture data (IDAT), found none before IEND at offset 33." },
        { "no PLTE", new PngFile().Ihdr(1, 1, 8, 3).Idat([0, 0]).Iend(),
            "PNG chunk IDAT: expected a usable PLTE in front of IDAT, found none at offset 33." },
        { "PLTE of 4 bytes", new PngFile().Ihdr(1, 1, 8, 3).Chunk("PLTE", [1, 2, 3, 4]).Idat([0, 0]).Iend(),
            "PNG chunk PLTE: expected 1 to 256 colours of 3 bytes, found 4 bytes at offset 33." },
        { "two PLTE", new PngFile().Ihdr(1, 1, 8, 3).Chunk("PLTE", [1, 2, 3]).Chunk("PLTE", [1, 2, 3]).Idat([0, 0]).Iend(),
            "PNG chunk PLTE: expected one PLTE, found another at offset 48." },
        { "IDAT in two runs", new PngFile().Ihdr(1, 1, 8, 2).Idat(s_row).Chunk("tEXt", "a\0b"u8).Idat(s_row).Iend(),
            "PNG chunk IDAT: expected all IDAT chunks in one run, found another chunk between them at offset 72." },
        { "unknown critical chunk", new PngFile().Ihdr(1, 1, 8, 2).Chunk("ABCD", []).Idat(s_row).Iend(),
            "PNG: expected no critical chunk besides IHDR, PLTE, IDAT and IEND, found chunk ABCD at offset 33." },
        { "type not of letters", [.. PngFile.Small()[..33], 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            "PNG: expected a chunk type of four letters, found 0x00000000 at offset 37." },
        { "length of 2^31", [.. PngFile.Small()[..33], 0x80, 0, 0, 0, 0x49, 0x44, 0x41, 0x54, 0, 0, 0, 0],
            "PNG chunk IDAT: expected a length below 2147483648, found 2147483648 at offset 33." },
        { "IDAT cut off", PngFile.Small()[..45], "PNG chunk IDAT: expected 34 bytes, found only 12 at offset 33." },
        { "IEND missing", PngFile.Small()[..^12],
            "PNG: expected a chunk or the closing IEND, found the end of the bytes at offset 67." },
        { "no zlib", new PngFile().Ihdr(1, 1, 8, 2).Chunk("IDAT", [1, 2, 3, 4]).Iend(),
            "PNG picture data (IDAT): expected valid zlib data with a right Adler-32, found corrupt data after 0 of 4 " +
            "inflated bytes at offset 33." },
        { "Adler-32", new PngFile().Ihdr(1, 1, 8, 2).Chunk("IDAT", WrongAdler()).Iend(),
            "PNG picture data (IDAT): expected valid zlib data with a right Adler-32, found corrupt data after 0 of 4 " +
            "inflated bytes at offset 33." },
        { "zlib ends early", new PngFile().Ihdr(1, 1, 8, 2).Idat([0, 1]).Iend(),
            "PNG picture data (IDAT): expected 4 bytes after inflating, found 2 at offset 33." },
        { "zlib cut off", new PngFile().Ihdr(1, 2, 8, 2).Chunk("IDAT", PngFile.Zlib([0, 1, 2, 3, 0, 9, 9, 9]).AsSpan(0, 6)).Iend(),
            "PNG picture data (IDAT): expected the end of the zlib data with its Adler-32, found the end of IDAT after " +
            "3 of 8 inflated bytes at offset 33." },
        { "filter type 5", new PngFile().Ihdr(1, 2, 8, 2).Idat([0, 1, 2, 3, 5, 1, 2, 3]).Iend(),
            "PNG picture data (IDAT), row 1: expected filter type 0 to 4, found 5 at offset 33." },
    };

    [Theory]
    [MemberData(nameof(Files), DisableDiscoveryEnumeration = true)]
    public void Verify_MalformedFile_SaysWhatWasExpectedFoundAndWhere(string name, byte[] file, string message)
    {
        var result = PngVerifier.Verify(file, ImageLimits.Default);
        Assert.False(result.IsValid, name);
        Assert.Equal(message, result.Failure.Message.ToString());
        Assert.Equal(0, result.LengthBytes);
        Assert.NotEmpty(result.Failure.Remedy.ToString());
    }

    private static byte[] Header(uint width, uint height, int depth, int colour) =>
        new PngFile().Ihdr(width, height, depth, colour).Idat(s_row).Iend();

    private static byte[] WrongAdler()
    {
        byte[] zlib = PngFile.Zlib(s_row);
        zlib[^1] ^= 1;
        return zlib;
    }
}
