using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.BuiltIn;
using ShmDashboard.Imaging.Layouts.Documents;

namespace ShmDashboard.Tests.Imaging.Layouts.BuiltIn;

/// <summary>Each segment is written byte by byte as the program's published structure has it.</summary>
public sealed class BuiltInLayoutsTests
{
    /// <summary>Name of the segment, fields, where the pixels are, bytes behind them, and the layout that is expected.</summary>
    public static TheoryData<string, string, string, int, int, string> Segments => new()
    {
        { "qt", "Image-3", "i32@0=96 i32@4=24 i32@8=6 i32@12=4 i32@16=4 i32@20=100", 24 + 96, 0, "6 x 4 bgr0, from 24" },
        { "posix", "frame", "i32@0=16 i32@4=3 i32@8=4 i32@12=6", 16 + 72, 8, "6 x 4 bgr24, from 16" },
        { "posix", "frame", "i32@0=5 i32@4=1 i32@8=4 i32@12=6", 16 + 96, 8, "6 x 4 grayf32le, from 16" },
        { "sysv", "77", "i32@0=6 i32@4=4", 8 + 96, 0, "6 x 4 rgba, from 8" },
        { "posix", "frame", "i32@0=12345 i32@4=6 i32@8=4", 12 + 72, 0, "6 x 4 rgb24, from 12" },
        { "posix", "camera_shm_0", "i64@0=8 i32@8=6 i32@12=4 i64@16=4 i64@24=9", 32 + 72, 0, "6 x 4 bgr24, from 32" },
        { "posix", "notes", "i32@0=6 i32@4=4 i32@8=3 i64@12=1700000000000 i32@20=1", 24 + 72, 0, "6 x 4 bgr24, from 24" },
        { "posix", "vps", "h@0=CFAFCCFFC3C2C1C0 i64@48=3 i32@56=72 i32@60=6 i32@64=4 i32@76=4096", 80 + 4096, 0, "6 x 4 bgr24, from 80" },
        { "posix", "road", "i32@0=2 i32@4=6 i64@8=1 i32@16=6 i32@20=4 i32@24=9", 64 + (4 * 36), 0, "6 x 4 nv12, from 136" },
        { "posix", "obs", "i32@0=4 i32@4=4 i32@8=1 i32@12=96 i32@16=192 i32@20=288 i32@28=6 i32@32=4", 400, 0, "6 x 4 nv12, from 224" },
        { "posix", "unity", "i32@0=128 i32@4=6 i32@8=4 i32@12=8 i32@16=0", 32 + 128, 0, "6 x 4 rgba, stride 32, from 32" },
        { "posix", "ircam.im.shm", "t@0=2.00 b@112=2 i32@116=6 i32@120=4 b@136=3 b@240=255 i64@264=17", 384 + 48, 320, "6 x 4 gray16le, from 384" },
        { "sysv", "5", "u32be@0=160 u32be@4=7 u32be@8=2 u32be@12=24 u32be@16=6 u32be@20=4 u32be@28=0 u32be@44=32 u32be@48=24 u32be@76=2", 160 + 24 + 96, 0, "6 x 4 bgr0, from 184" },
        { "posix", "dib", "i32@0=40 i32@4=6 i32@8=4 i16@12=1 i16@14=24 i32@16=0", 40 + 80, 0, "6 x 4 bgr24, stride 20, from 40" },
    };

    [Theory]
    [MemberData(nameof(Segments))]
    public void Find_AsItsProgramWritesIt_IsThatPicture(string kind, string name, string fields, int bytes, int behind, string expected)
    {
        byte[] segment = new byte[bytes + behind];
        foreach (string field in fields.Split(' '))
            Put(segment, field);
        var match = BuiltInLayouts.Find(new LayoutSubject(kind, name, segment.Length), segment);

        Assert.Equal(expected, match?.Pixels.ToString());
        Assert.Equal(LayoutOrigin.BuiltIn, match!.Origin);
    }

    [Theory]
    [InlineData("'|u1'", "(4, 6, 3)", 72, "6 x 4 rgb24, from 128")]
    [InlineData("'>u2'", "(4, 6)", 48, "6 x 4 gray16be, from 128")]
    [InlineData("'<f4'", "(2, 4, 6)", 192, "6 x 4 grayf32le, from 128", 2)]
    [InlineData("'|u1'", "(3, 4, 6)", 72, "6 x 4 rgbp, from 128")]
    [InlineData("'>u2'", "(2, 3, 4, 6)", 288, "6 x 4 rgbp16be, from 128", 2)]
    [InlineData("'<i4'", "(3, 4, 6)", 288, "6 x 4 s32le, from 128", 3)]
    [InlineData("'<f4'", "(4, 6, 2)", 192, "6 x 4 CV_32FC2, from 128")]
    [InlineData("'|u1'", "(5, 4, 6, 3)", 360, "6 x 4 rgb24, from 128", 5)]
    public void Find_NumPysFile_IsItsArray(string type, string shape, int bytes, string expected, int pictures = 1)
    {
        byte[] segment = NumPysFile(type, shape, bytes, isFortran: false);

        Assert.True(BuiltInLayouts.HasMagic(segment));
        var match = BuiltInLayouts.Find(new LayoutSubject("posix", "a", segment.Length), segment);
        Assert.Equal((expected, pictures), (match?.Pixels.ToString(), match?.Slots));
    }

    /// <summary>What NumPy's <c>asfortranarray</c> lays down: the first number counts fastest.</summary>
    [Theory]
    [InlineData("'|u1'", new[] { 4, 6 }, "gray")]
    [InlineData("'|u1'", new[] { 1, 4, 6 }, "gray")]
    [InlineData("'|u1'", new[] { 4, 6, 1 }, "gray")]
    [InlineData("'|u1'", new[] { 4, 6, 3 }, "rgbp")]
    [InlineData("'|u1'", new[] { 4, 6, 4 }, "rgbap")]
    [InlineData("'|u1'", new[] { 3, 4, 6 }, "rgb24")]
    public void Find_NumPysFileInFortransOrder_IsItsArray(string type, int[] shape, string format)
    {
        byte[] segment = NumPysFile(type, $"({string.Join(", ", shape)})", shape.Aggregate((one, other) => one * other), isFortran: true);
        for (int i = 128; i < segment.Length; i++)
            segment[i] = (byte)(i - 128);

        var pixels = BuiltInLayouts.Find(new LayoutSubject("posix", "a", segment.Length), segment)!.Pixels;

        Assert.Equal((6, 4, format), (pixels.ShownWidth, pixels.ShownHeight, pixels.Format.Name));
        double[] values = TrueValues.Read(segment, pixels, pixels.Whole);
        int channels = pixels.Format.Channels.Length;
        for (int row = 0; row < 4; row++)
        for (int column = 0; column < 6; column++)
        for (int channel = 0; channel < channels; channel++)
        {
            int stored = shape[0] == 3 ? channel + (3 * (row + (4 * column))) : row + (4 * (column + (6 * channel)));
            Assert.Equal(stored, values[(((row * 6) + column) * channels) + channel]);
        }
    }

    [Theory]
    [InlineData("'|u1'", "(5, 4, 6)", 120)]
    [InlineData("'|u1'", "(2, 4, 6, 3)", 144)]
    [InlineData("'<u2'", "(4, 6, 4)", 192)]
    [InlineData("'|u1'", "(24,)", 24)]
    public void Find_NumPysFileInFortransOrder_ThatIsNoOnePicture_IsNothing(string type, string shape, int bytes)
    {
        byte[] segment = NumPysFile(type, shape, bytes, isFortran: true);

        Assert.Null(BuiltInLayouts.Find(new LayoutSubject("posix", "a", segment.Length), segment));
    }

    [Fact]
    public void Find_Fits_IsItsPrimaryArrayFromBelow()
    {
        byte[] segment = new byte[2880 + 2880];
        string[] cards = ["SIMPLE  =                    T", "BITPIX  =                   16 / bits", "NAXIS   =                    2", "NAXIS1  =                    6", "NAXIS2  =                    4", "END"];
        for (int i = 0; i < 36; i++)
            Encoding.ASCII.GetBytes((i < cards.Length ? cards[i] : "").PadRight(80)).CopyTo(segment, i * 80);
        var match = BuiltInLayouts.Find(new LayoutSubject("posix", "a", segment.Length), segment);

        Assert.Equal("6 x 4 s16be, from 2880", match?.Pixels.ToString());
        Assert.True(match!.Pixels.BottomUp);
    }

    [Fact]
    public void Find_NumbersThatAreNoHeader_IsNothing()
    {
        byte[] segment = new byte[1000];
        Put(segment, "i32@0=6");
        Put(segment, "i32@4=4");
        Assert.Null(BuiltInLayouts.Find(new LayoutSubject("posix", "a", segment.Length), segment));
        Assert.Null(BuiltInLayouts.Find(new LayoutSubject("posix", "camera_shm_1", 8), new byte[8]));

        // Width, height, channels, stride and a counter of eight bytes: its upper half and the stride are no time of any program's.
        byte[] counted = new byte[24 + (320 * 240 * 3)];
        foreach (string field in (string[])["i32@0=320", "i32@4=240", "i32@8=3", "i32@12=960", "i64@16=7"])
            Put(counted, field);
        Assert.Null(BuiltInLayouts.Find(new LayoutSubject("posix", "notes", counted.Length), counted));
    }

    private static byte[] NumPysFile(string type, string shape, int bytes, bool isFortran)
    {
        byte[] segment = new byte[128 + bytes];
        string text = $"{{'descr': {type}, 'fortran_order': {isFortran}, 'shape': {shape}, }}".PadRight(117) + "\n";
        byte[] magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, 118, 0];
        magic.CopyTo(segment, 0);
        Encoding.ASCII.GetBytes(text).CopyTo(segment, 10);
        return segment;
    }

    private static void Put(byte[] segment, string field)
    {
        string[] parts = field.Split('@', '=');
        var at = segment.AsSpan(int.Parse(parts[1], CultureInfo.InvariantCulture));
        switch (parts[0])
        {
            case "h": Convert.FromHexString(parts[2]).CopyTo(at); break;
            case "t": Encoding.ASCII.GetBytes(parts[2]).CopyTo(at); break;
            case "b": at[0] = byte.Parse(parts[2], CultureInfo.InvariantCulture); break;
            case "i16": BinaryPrimitives.WriteInt16LittleEndian(at, short.Parse(parts[2], CultureInfo.InvariantCulture)); break;
            case "i64": BinaryPrimitives.WriteInt64LittleEndian(at, long.Parse(parts[2], CultureInfo.InvariantCulture)); break;
            case "u32be": BinaryPrimitives.WriteUInt32BigEndian(at, uint.Parse(parts[2], CultureInfo.InvariantCulture)); break;
            default: BinaryPrimitives.WriteInt32LittleEndian(at, int.Parse(parts[2], CultureInfo.InvariantCulture)); break;
        }
    }
}
