using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Display;
using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Tests.Imaging.Layouts.PixelFormats;

public sealed class RawFormatTests
{
    /// <summary>One pixel (a block for those stored in blocks) in bytes, its values, and its colour.</summary>
    public static TheoryData<string, string, double[], string> Pixels => new()
    {
        { "gray", "80", [128], "808080FF" },
        { "gray10le", "FF03", [1023], "FFFFFFFF" },
        { "gray12le", "0008", [2048], "808080FF" },
        { "gray16le", "0180", [0x8001], "808080FF" },
        { "gray16be", "8001", [0x8001], "808080FF" },
        { "s16le", "0080", [-32768], "000000FF" },
        { "grayf32le", "0000003F", [0.5], "808080FF" },
        { "f64", "000000000000E03F", [0.5], "808080FF" },
        { "grayf16le", "0038", [0.5], "808080FF" },
        { "rgb24", "010203", [1, 2, 3], "010203FF" },
        { "bgr24", "010203", [1, 2, 3], "030201FF" },
        { "rgba", "01020304", [1, 2, 3, 4], "01020304" },
        { "bgra", "01020304", [1, 2, 3, 4], "03020104" },
        { "argb", "01020304", [1, 2, 3, 4], "02030401" },
        { "bgr0", "01020300", [1, 2, 3, 0], "030201FF" },
        { "rgb565le", "1FF8", [31, 0, 31], "FF00FFFF" },
        { "rgb565be", "07E0", [0, 63, 0], "00FF00FF" },
        { "rgb555le", "0042", [16, 16, 0], "848400FF" },
        { "x2rgb10le", "00000020", [512, 0, 0], "800000FF" },
        { "rgb48le", "000100020003", [0x100, 0x200, 0x300], "010203FF" },
        { "rgba64le", "0001000200030004", [0x100, 0x200, 0x300, 0x400], "01020304" },
        { "rgbaf16", "003800000000003C", [0.5, 0, 0, 1], "800000FF" },
        { "gbrp", "010203", [1, 2, 3], "030102FF" },
        { "rgbp", "010203", [1, 2, 3], "010203FF" },
        { "CV_32SC1", "FFFFFFFF", [-1], "FFFFFFFF" },
        { "CV_8UC3", "010203", [1, 2, 3], "030201FF" },
        { "ya8", "0A80", [10, 128], "0A0A0A80" },
        { "monob", "80", [1], "FFFFFFFF" },
        { "monow", "80", [1], "000000FF" },
        { "bayer_rggb8", "40", [64], "404040FF" },
    };

    [Theory]
    [MemberData(nameof(Pixels))]
    public void OnePixel_InEachFormat_HasItsValuesAndItsColour(string name, string bytes, double[] values, string colour)
    {
        byte[] segment = Convert.FromHexString("EEEE" + bytes);
        var layout = PixelLayout.Dense(RawFormats.Named(name), 1, 1, offset: 2);

        Assert.Equal(values, TrueValues.Read(segment, layout, new PixelRegion(0, 0, 1, 1)));
        var mapping = layout.Format.IsFloat ? new DisplayMapping { Low = 0, High = 1 } : null;
        string shown = Convert.ToHexString(LayoutRenderer.ToRgba(segment, layout, mapping));
        Assert.Equal(colour, shown);
    }

    [Theory]
    [InlineData("nv12", "1051B2F0 E680")]
    [InlineData("nv21", "1051B2F0 80E6")]
    [InlineData("yuv420p", "1051B2F0 E680")]
    [InlineData("yv12", "1051B2F0 80E6")]
    [InlineData("yuyv422", "10E65180 B2E6F080")]
    [InlineData("uyvy422", "E6108051 E6B280F0")]
    [InlineData("yvyu422", "1080 51E6 B280 F0E6")]
    [InlineData("vyuy422", "8010E651 80B2E6F0")]
    [InlineData("nv16", "1051B2F0 E680E680")]
    [InlineData("nv61", "1051B2F0 80E680E6")]
    [InlineData("yuv422p", "1051B2F0 E6E6 8080")]
    [InlineData("yuv444p", "1051B2F0 E6E6E6E6 80808080")]
    [InlineData("nv24", "1051B2F0 E680E680E680E680")]
    public void FourPixels_InEachYuvFormat_ShareTheirChroma(string name, string bytes)
    {
        byte[] segment = Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal));
        var layout = PixelLayout.Dense(RawFormats.Named(name), 2, 2);

        Assert.Equal(segment.Length, layout.LengthBytes);
        Assert.Equal(
            [0x10, 0xE6, 0x80, 0x51, 0xE6, 0x80, 0xB2, 0xE6, 0x80, 0xF0, 0xE6, 0x80],
            TrueValues.Read(segment, layout, new PixelRegion(0, 0, 2, 2)));
        byte[] rgba = LayoutRenderer.ToRgba(segment, layout);
        // Luma 16 is black: what is left is chroma 230, blue.
        Assert.Equal([0, 0, 206, 255], rgba[..4]);
        Assert.Equal([189, 149, 255, 255], rgba[8..12]);
    }

    [Fact]
    public void Names_ThatProgramsUse_AreAllKnown()
    {
        string[] wanted =
        [
            "gray", "gray10le", "gray12le", "gray16le", "gray16be", "grayf32le", "f64", "rgb24", "bgr24", "rgba", "bgra", "argb",
            "rgb565le", "rgb555le", "rgb48le", "rgba64le", "rgbaf16", "yuyv422", "uyvy422", "nv12", "nv21", "yuv420p", "yuv422p",
            "bayer_bggr8", "bayer_rggb8", "bayer_gbrg8", "bayer_grbg8", "bayer_bggr16le", "bayer_rggb16le", "bayer_gbrg16le",
            "bayer_grbg16le", "gbrp", "CV_8UC1", "CV_16SC3", "CV_64FC4", "BGR24",
        ];
        Assert.All(wanted, name => Assert.True(RawFormats.TryFind(name, out _), name));
    }

    [Fact]
    public void Rows_WiderThanTheMachinesVectors_EqualTheirPixels()
    {
        var random = new Random(7);
        foreach (string name in (string[])["gray", "rgb24", "bgr24", "rgba", "bgra", "argb", "abgr", "bgr0", "0rgb"])
        {
            foreach (int width in (int[])[1, 4, 5, 15, 16, 17, 33, 100])
            {
                var format = RawFormats.Named(name);
                byte[] wide = new byte[format.RowBytes(width)];
                random.NextBytes(wide);
                byte[] whole = LayoutRenderer.ToRgba(wide, PixelLayout.Dense(format, width, 1));
                for (int x = 0; x < width; x++)
                {
                    byte[] one = LayoutRenderer.ToRgba(wide, PixelLayout.Dense(format, 1, 1, format.RowBytes(x)));
                    Assert.Equal(one, whole[(4 * x)..((4 * x) + 4)]);
                }
            }
        }
    }

    [Fact]
    public void BottomUp_WithPadding_ShowsTheLastStoredRowFirst()
    {
        byte[] segment = [1, 2, 99, 3, 4, 99];
        var layout = new PixelLayout
        {
            Offset = 0, Width = 2, Height = 2, StrideBytes = 3, Format = RawFormats.Named("gray"), BottomUp = true,
        };

        Assert.Equal([3, 4, 1, 2], TrueValues.Read(segment, layout, new PixelRegion(0, 0, 2, 2)));
        Assert.Null(layout.Check(5));
        Assert.Equal(
            "2 x 2 gray with a stride of 3 bytes from 0 on ends at 5, not within 4 bytes.", layout.Check(4)?.ToString());
    }

    [Fact]
    public void EveryFormat_OverEveryShortLength_IsCheckedBeforeItIsRead()
    {
        foreach (var format in RawFormats.All)
        {
            int width = 2 * format.WidthStep, height = 2 * format.HeightStep;
            var layout = PixelLayout.Dense(format, width, height);
            byte[] exact = new byte[layout.LengthBytes];
            Assert.Null(layout.Check(exact.Length));
            Assert.NotNull(layout.Check(exact.Length - 1));
            Assert.Equal(width * height * 4, LayoutRenderer.ToRgba(exact, layout).Length);
            var all = new PixelRegion(0, 0, width, height);
            Assert.Equal(width * height * format.Channels.Length, TrueValues.Read(exact, layout, all).Length);
        }
    }
}
