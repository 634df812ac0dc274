using System.Text;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Layouts.Writing;

namespace ShmDashboard.Tests.Imaging.Layouts.PixelFormats;

/// <summary>Luma and chroma in one plane, whose samples have more than eight bits, words in common, or blocks of another kind.</summary>
public sealed class ChromaBesideLumaTests
{
    public static TheoryData<string> OnePlane => [.. RawFormats.All.OfType<YuvFormat>().Where(format => format.IsPacked).Select(format => format.Name)];

    [Theory]
    [InlineData("y210le", "40000080C0FF00C0", new double[] { 0x001, 0x200, 0x300, 0x3FF, 0x200, 0x300 })]
    [InlineData("y212le", "1000 0080 F0FF 0040", new double[] { 0x001, 0x800, 0x400, 0xFFF, 0x800, 0x400 })]
    [InlineData("vuyx", "030201EE 060504EE", new double[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData("xv36le", "1000 2000 3000 EEEE 40FF 50FF F0FF EEEE", new double[] { 2, 1, 3, 0xFF5, 0xFF4, 0xFFF })]
    [InlineData("uyyvyy411", "0110 1102 1213", new double[] { 0x10, 1, 2, 0x11, 1, 2, 0x12, 1, 2, 0x13, 1, 2 })]
    // U, Y and V in the lowest 30 bits of a word.
    [InlineData("xv30le", "01FCFFDF", new double[] { 0x3FF, 1, 0x1FF })]
    // Three samples a word, in this order: U Y V, Y U Y, V Y U, Y V Y.
    [InlineData("v210", "01083000 04146000 07209000 0A2CC000", new double[] { 2, 1, 3, 4, 1, 3, 6, 5, 7, 8, 5, 7, 10, 9, 11, 12, 9, 11 })]
    public void Pixels_OfOneRow_HaveTheirValues(string name, string bytes, double[] values)
    {
        byte[] segment = Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal));
        var layout = PixelLayout.Dense(RawFormats.Named(name), values.Length / 3, 1) with { StrideBytes = segment.Length };

        Assert.Equal(segment.Length, layout.LengthBytes);
        Assert.Equal(values, TrueValues.Read(segment, layout, layout.Whole));
    }

    [Theory]
    [InlineData(2, 8, 128)]
    [InlineData(4, 12, 128)]
    [InlineData(6, 16, 128)]
    [InlineData(48, 128, 128)]
    [InlineData(720, 1920, 1920)]
    [InlineData(1280, 3416, 3456)]
    [InlineData(1920, 5120, 5120)]
    public void V210_OfAnyWidth_NeedsItsWordsAndComesIn128Bytes(int width, long row, long stride)
    {
        var format = RawFormats.Named("v210");

        Assert.Equal((row, stride), (format.RowBytes(width), format.UsualStride(width)));
        Assert.Equal(stride, PixelLayout.Dense(format, width, 2).StrideBytes);
        string text = LayoutText.Write(new LayoutDocument { Width = width, Height = 2, Format = format, StrideBytes = stride })!;
        Assert.Equal($"{width}x2~v210", text);
        Assert.Equal(stride, LayoutText.Read(text, out _)!.StrideBytes);
        byte[] json = Encoding.UTF8.GetBytes($$"""{"width":{{width}},"height":2,"format":"v210"}""");
        Assert.Equal(stride, LayoutReader.Read(LayoutJson.ReadOne(json, out _)!, new byte[2 * stride]).Pixels!.StrideBytes);
        Assert.Equal(stride, BlankSegment.Of(LayoutJson.ReadOne(json, out _)!, null, null, null, out _)!.Pixels.StrideBytes);
    }

    [Fact]
    public void V210_WithAnyOtherStride_IsReadThatWay()
    {
        var layout = new PixelLayout { Offset = 0, Width = 8, Height = 2, StrideBytes = 28, Format = RawFormats.Named("v210") };
        byte[] segment = new byte[28 + 24];
        // Word for word: samples count up, 100 more in the second row.
        for (int i = 0; i < 32; i++)
        {
            int at = (i / 16 * 28) + (i % 16 / 3 * 4), shift = i % 16 % 3 * 10;
            BitConverter.TryWriteBytes(segment.AsSpan(at), BitConverter.ToUInt32(segment, at) | (uint)((i % 16) + (100 * (i / 16))) << shift);
        }

        Assert.Null(layout.Check(segment.Length));
        Assert.NotNull(layout.Check(segment.Length - 1));
        Assert.Equal([13, 12, 14, 15, 12, 14], TrueValues.Read(segment, layout, new(6, 0, 2, 1)));
        Assert.Equal([101, 100, 102, 103, 100, 102], TrueValues.Read(segment, layout, new(0, 1, 2, 1)));
        Assert.Equal((28 + 16, 8), layout.PlaceOf(7, 1));
    }

    [Theory]
    [MemberData(nameof(OnePlane))]
    public void Write_OfOneColour_IsReadAgainAsThatColour(string name)
    {
        var format = RawFormats.Named(name);
        var layout = PixelLayout.Dense(format, 8, 2) with { StrideBytes = format.RowBytes(8) + 4 };
        byte[] segment = new byte[layout.EndOffset];
        LayoutWriter.Write([.. Enumerable.Repeat((float[])[1, 0, 0, 1], 16).SelectMany(pixel => pixel)], layout, segment);

        double scale = 1 << (format.BitsPerSample - 8);
        double[] values = TrueValues.Read(segment, layout, layout.Whole);
        for (int i = 0; i < values.Length; i++)
            Assert.Equal(scale * (i % 3) switch { 0 => 81.481, 1 => 90.203, _ => 240 }, values[i], 0.51 + (scale * 0.01));
        Assert.All(segment[(int)format.RowBytes(8)..(int)layout.StrideBytes], value => Assert.Equal(0, value));
    }

    [Theory]
    [MemberData(nameof(OnePlane))]
    public void Blank_WithAHeaderThatTellsTheStrideInPixels_ReadsItsOwnStride(string name)
    {
        var format = RawFormats.Named(name);
        foreach (var other in (RawFormat[])[format, RawFormats.Named("y10p"), RawFormats.Named("mono12p"), RawFormats.Named("monob"), RawFormats.Named("bgr24")])
        {
            var document = LayoutJson.ReadOne(Encoding.UTF8.GetBytes($$"""
                {"offset":16,"width":48,"height":2,"format":"{{other.Name}}","header":{"stride":{"offset":0,"type":"u32","unit":"pixels"} } }
                """), out _)!;
            var blank = BlankSegment.Of(document, null, null, null, out _)!;
            byte[] segment = new byte[blank.SizeBytes];
            blank.Fill(segment);

            Assert.Equal(blank.Pixels, LayoutReader.Read(document, segment).Pixels);
        }
    }
}
