using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Display;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Layouts.Writing;

namespace ShmDashboard.Tests.Imaging.Layouts.PixelFormats;

/// <summary>Samples that share bytes, against bytes that were put together by hand as their standards draw them.</summary>
public sealed class SharedBytesTests
{
    public static TheoryData<string, string, double[]> Groups => new()
    {
        // V4L2_PIX_FMT_Y10P, Y12P and Y14P: the highest eight bits each, then those that are left.
        { "y10p", "00FF55AA 99", [0x001, 0x3FE, 0x155, 0x2AA] },
        { "y12p", "AB12 3C", [0xABC, 0x123] },
        { "y14p", "00AA55FC 015F3D", [0x0001, 0x2ABC, 0x1555, 0x3F0F] },
        // Mono10p, Mono12p and Mono14p of GenICam: bit behind bit.
        { "mono10p", "01F85F95AA", [0x001, 0x3FE, 0x155, 0x2AA] },
        { "mono12p", "BC3A12", [0xABC, 0x123] },
        { "mono14p", "0100AF5A553DFC", [0x0001, 0x2ABC, 0x1555, 0x3F0F] },
        // Mono10Packed and Mono12Packed of GigE Vision: what is left is in the byte between.
        { "mono10packed", "FF1255", [0x3FE, 0x155] },
        { "mono12packed", "AB3C12", [0xABC, 0x123] },
    };

    public static TheoryData<string> Packed => [.. RawFormats.All.Where(format => format.HasPackedSamples).Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Groups))]
    public void Group_AsItsStandardDrawsIt_HasItsValues(string name, string bytes, double[] values)
    {
        byte[] segment = Convert.FromHexString("EE" + bytes.Replace(" ", "", StringComparison.Ordinal));
        var layout = PixelLayout.Dense(RawFormats.Named(name), values.Length, 1, offset: 1);

        Assert.Equal(segment.Length, layout.EndOffset);
        Assert.Equal(values, TrueValues.Read(segment, layout, layout.Whole));
        Assert.Equal(values[^1], Assert.Single(TrueValues.Read(segment, layout, new(values.Length - 1, 0, 1, 1))));
        byte[] rgba = LayoutRenderer.ToRgba(segment, layout);
        for (int x = 0; x < values.Length; x++)
        {
            byte shown = (byte)((int)values[x] >> (layout.Format.BitsPerSample - 8));
            Assert.Equal([shown, shown, shown, 255], rgba[(4 * x)..((4 * x) + 4)]);
        }
    }

    [Theory]
    [InlineData("y10p", 5, 10)]
    [InlineData("y12p", 3, 6)]
    [InlineData("y14p", 9, 21)]
    [InlineData("mono10p", 5, 7)]
    [InlineData("mono10p", 7, 9)]
    [InlineData("mono12p", 3, 5)]
    [InlineData("mono14p", 5, 9)]
    [InlineData("mono10packed", 3, 5)]
    [InlineData("mono12packed", 3, 5)]
    [InlineData("srggb10p", 4056, 5070)]
    [InlineData("bayerrg12p", int.MaxValue, 3221225471)]
    [InlineData("sbggr14p", int.MaxValue, 3758096384)]
    public void RowBytes_OfARowThatEndsWithinAGroup_AreThoseItNeeds(string name, int width, long bytes) =>
        Assert.Equal(bytes, RawFormats.Named(name).RowBytes(width));

    [Theory]
    [MemberData(nameof(Packed))]
    public void Rows_OfAnyWidthStrideAndDirection_HaveTheValuesThatWerePacked(string name)
    {
        var random = new Random(11);
        var format = RawFormats.Named(name);
        for (int width = 1; width <= 13; width++)
        {
            var layout = new PixelLayout
            {
                Offset = 3, Width = width, Height = 4, StrideBytes = format.RowBytes(width) + (width % 3), Format = format, BottomUp = width % 2 == 0,
            };
            byte[] segment = new byte[layout.EndOffset];
            random.NextBytes(segment);
            int[][] rows = [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, width).Select(_ => random.Next(1 << format.BitsPerSample)).ToArray())];
            for (int y = 0; y < 4; y++)
                Pack(name, format.BitsPerSample, rows[y]).CopyTo(segment.AsSpan((int)(3 + ((layout.BottomUp ? 3 - y : y) * layout.StrideBytes))));

            Assert.Null(layout.Check(segment.Length));
            Assert.NotNull(layout.Check(segment.Length - 1));
            Assert.Equal(rows.SelectMany(row => row).Select(value => (double)value), TrueValues.Read(segment, layout, layout.Whole));
        }
    }

    [Theory]
    [MemberData(nameof(Packed))]
    public void Mosaic_ThatSharesBytes_IsShownAsTheSameInBytesOfItsOwn(string name)
    {
        var format = RawFormats.Named(name);
        string plain = format is BayerFormat mosaic ? $"bayer_{mosaic.Order}{format.BitsPerSample}le" : $"gray{format.BitsPerSample}le";
        foreach (var (width, height) in ((int, int)[])[(2, 2), (13, 7), (16, 9)])
        {
            var layout = PixelLayout.Dense(format, width, height);
            var loose = PixelLayout.Dense(RawFormats.Named(plain), width, height);
            byte[] packed = new byte[layout.LengthBytes], own = new byte[loose.LengthBytes];
            new Random(width).NextBytes(packed);
            double[] values = TrueValues.Read(packed, layout, layout.Whole);
            for (int i = 0; i < values.Length; i++)
                BitConverter.TryWriteBytes(own.AsSpan(2 * i), (ushort)values[i]);

            Assert.Equal(LayoutRenderer.ToRgba(own, loose), LayoutRenderer.ToRgba(packed, layout));
            Assert.Equal(LayoutPicture.Make(own, loose).Pixels.ToArray(), LayoutPicture.Make(packed, layout).Pixels.ToArray());
            Assert.Equal(NpyWriter.Write(own, loose), NpyWriter.Write(packed, layout));
        }
    }

    [Theory]
    [MemberData(nameof(Packed))]
    public void Write_APictureOfAnyWidth_IsReadAgainAndLeavesWhatIsNoPixel(string name)
    {
        var format = RawFormats.Named(name);
        var random = new Random(5);
        double most = (1 << format.BitsPerSample) - 1;
        for (int width = 1; width <= 9; width++)
        {
            var layout = PixelLayout.Dense(format, width, 2, offset: 2) with { StrideBytes = format.RowBytes(width) + 2 };
            byte[] segment = new byte[layout.EndOffset + 1];
            random.NextBytes(segment);
            byte[] before = [.. segment];
            double[] values = [.. Enumerable.Range(0, 2 * width).Select(_ => (double)random.Next((int)most + 1))];

            LayoutWriter.Write([.. values.SelectMany(value => Enumerable.Repeat((float)(value / most), 3).Append(1f))], layout, segment);

            Assert.Equal(values, TrueValues.Read(segment, layout, layout.Whole));
            int row = (int)format.RowBytes(width);
            Assert.Equal(before[..2], segment[..2]);
            Assert.Equal(before[(2 + row)..(4 + row)], segment[(2 + row)..(4 + row)]);
            Assert.Equal(before[^1], segment[^1]);
        }
    }

    [Fact]
    public void Write_BesideBitsOfNobody_LeavesThem()
    {
        byte[] segment = [0xFF, 0xFF, 0xFF];

        LayoutWriter.Write([0, 0, 0, 1, 0, 0, 0, 1], PixelLayout.Dense(RawFormats.Named("mono10packed"), 2, 1), segment);

        Assert.Equal([0x00, 0xCC, 0x00], segment);
    }

    [Theory]
    [InlineData("SRGGB10P", "srggb10p")]
    [InlineData("SRGGB10_CSI2P", "srggb10p")]
    [InlineData("R12_CSI2P", "y12p")]
    [InlineData("SBGGR14", "bayer_bggr14le")]
    [InlineData("Mono10p", "mono10p")]
    [InlineData("Mono12", "gray12le")]
    [InlineData("BayerGB12Packed", "bayergb12packed")]
    [InlineData("BayerGR8", "bayer_grbg8")]
    [InlineData("Y10P", "y10p")]
    [InlineData("Y16", "gray16le")]
    public void TryFind_TheNameThatACameraHasForIt_FindsIt(string given, string name)
    {
        Assert.True(RawFormats.TryFind(given, out var format), given);
        Assert.Equal(name, format.Name);
    }

    [Theory]
    [InlineData("bayerrg10p", "RGGB")]
    [InlineData("bayergr12packed", "GRBG")]
    [InlineData("bayergb14p", "GBRG")]
    [InlineData("sbggr12p", "BGGR")]
    public void Order_OfAMosaic_IsThatOfItsName(string name, string order) =>
        Assert.Equal(order, Assert.IsType<BayerFormat>(RawFormats.Named(name)).Order);

    /// <summary>One row, bit by bit and byte by byte as the standards have it.</summary>
    private static byte[] Pack(string name, int bits, int[] row)
    {
        if (name.EndsWith("packed", StringComparison.Ordinal))
        {
            byte[] pairs = new byte[((row.Length * 12) + 7) / 8];
            for (int x = 0; x < row.Length; x++)
            {
                int start = x / 2 * 3, low = row[x] & ((1 << (bits - 8)) - 1);
                pairs[start + (x % 2 * 2)] = (byte)(row[x] >> (bits - 8));
                pairs[start + 1] |= (byte)(x % 2 == 0 ? low : low << 4);
            }

            return pairs;
        }

        if (name[0] is 'm' or 'b')
            return Bytes(row.SelectMany(value => BitsOf(value, 0, bits)));
        int samples = bits == 12 ? 2 : 4;
        return [.. row.Chunk(samples).SelectMany(group =>
        {
            int[] whole = [.. group, .. new int[samples - group.Length]];
            return Bytes([.. whole.SelectMany(value => BitsOf(value, bits - 8, 8)), .. whole.SelectMany(value => BitsOf(value, 0, bits - 8))]);
        })];
    }

    private static IEnumerable<bool> BitsOf(int value, int from, int count) => Enumerable.Range(from, count).Select(bit => ((value >> bit) & 1) == 1);

    private static byte[] Bytes(IEnumerable<bool> bits) =>
        [.. bits.Chunk(8).Select(part => (byte)part.Select((isSet, i) => isSet ? 1 << i : 0).Sum())];
}
