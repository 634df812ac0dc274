using System.Buffers.Binary;
using System.Text;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Display;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Layouts.Statistics;
using ShmDashboard.Imaging.Layouts.Writing;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Tests.Imaging.Layouts;

/// <summary>Numbers that stand for other values, and values whose range the layout tells.</summary>
public sealed class ScaledValuesTests
{
    private static readonly ValueScale s_scale = new(0.25, -100);

    public static TheoryData<string> Formats => new(
        from format in RawFormats.All.OfType<SampleFormat>() select format.Name);

    [Theory]
    [MemberData(nameof(Formats))]
    public void EverythingTold_OfScaledNumbers_IsInValues(string format)
    {
        var (layout, copy) = Make(RawFormats.Named(format));
        var scaled = layout with { Scale = s_scale };

        double[] values = [.. TrueValues.Read(copy, layout, layout.Whole).Select(number => (number * 0.25) - 100)];
        Assert.Equal(values, TrueValues.Read(copy, scaled, scaled.Whole));
        foreach (var (stored, told) in RegionStatistics.Of(copy, layout).Zip(RegionStatistics.Of(copy, scaled)))
        {
            Assert.Equal((stored.Channel, stored.Count, stored.Saturated), (told.Channel, told.Count, told.Saturated));
            Assert.Equal(((stored.Min * 0.25) - 100, (stored.Max * 0.25) - 100), (told.Min, told.Max));
            Assert.Equal((stored.Mean * 0.25) - 100, told.Mean, Math.Abs(told.Mean) * 1e-9);
            Assert.Equal(stored.Deviation * 0.25, told.Deviation, Math.Max(1e-9, told.Deviation * 1e-6));
        }

        var line = new PixelLine(0, 0, 6, 4);
        Assert.Equal(
            LineProfile.Of(copy, layout, line).SelectMany(channel => channel).Select(s_scale.ValueOf),
            LineProfile.Of(copy, scaled, line).SelectMany(channel => channel));
        byte[] array = NpyWriter.Write(copy, scaled);
        Assert.Contains("'descr': '<f8'", Encoding.ASCII.GetString(array, 0, 128), StringComparison.Ordinal);
        Assert.Equal(values, Enumerable.Range(0, values.Length).Select(at => BinaryPrimitives.ReadDoubleLittleEndian(array.AsSpan(128 + (8 * at)))));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Picture_OfScaledNumbers_LooksAsTheNumbersDo(string format)
    {
        var (layout, copy) = Make(RawFormats.Named(format));
        // Floats of 0 to 1 are shown by that range, but only while they are of 0 to 1.
        if (layout.Format.IsFloat)
            return;

        Assert.Equal(LayoutRenderer.ToRgba(copy, layout), LayoutRenderer.ToRgba(copy, layout with { Scale = s_scale }));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Picture_OfNumbersThatFallAsValuesRise_IsTheNegative(string format)
    {
        var (layout, copy) = Make(RawFormats.Named(format));
        if (layout.NaturalRange is not var (low, high) || layout.Format is not SampleFormat { HasAlpha: false })
            return;

        byte[] shown = LayoutRenderer.ToRgba(copy, layout with { Range = new(low, high) });
        byte[] negative = LayoutRenderer.ToRgba(copy, layout with { Scale = new(-1, 0) });

        // What the format has no channel for is black in both.
        Assert.All(shown.Zip(negative).Where((_, at) => at % 4 == 0), pair => Assert.InRange(pair.First + pair.Second, 254, 256));
    }

    [Theory]
    [InlineData("gray16le")]
    [InlineData("grayf32le")]
    [InlineData("bgr24")]
    [InlineData("nv12")]
    [InlineData("rgb565le")]
    [InlineData("CV_32SC3")]
    public void Picture_OfALayoutThatTellsItsRange_IsAsThoughThatWasAskedFor(string format)
    {
        var (layout, copy) = Make(RawFormats.Named(format));
        var ranged = layout with { Range = new(0.125, 60) };
        var asked = new DisplayMapping { Low = 0.125, High = 60 };

        Assert.Equal(LayoutRenderer.ToRgba(copy, layout, asked), LayoutRenderer.ToRgba(copy, ranged));
        byte[] smaller = new byte[6 * 4 * 4], expected = new byte[smaller.Length];
        Assert.False(RowReduction.Serves(ranged, ranged.Whole, 6, 4));
        ReducedRenderer.Render(copy, layout, asked, layout.Whole, 6, 4, expected);
        ReducedRenderer.Render(copy, ranged, null, ranged.Whole, 6, 4, smaller);
        Assert.Equal(expected, smaller);
        Assert.Equal(TrueValues.Read(copy, layout, layout.Whole), TrueValues.Read(copy, ranged, ranged.Whole));
    }

    [Fact]
    public void Picture_Of12BitsIn16_IsOf16BitsAndAsBrightAsTheRangeSays()
    {
        var layout = PixelLayout.Dense(RawFormats.Named("gray16le"), 4, 1) with { Range = new(0, 4095) };
        byte[] copy = new byte[8];
        foreach (var (value, at) in ((ushort, int)[])[(0, 0), (2048, 2), (4095, 4), (5000, 6)])
            BinaryPrimitives.WriteUInt16LittleEndian(copy.AsSpan(at), value);

        var picture = LayoutPicture.Make(copy, layout);

        Assert.Equal(PixelFormat.Grey16, picture.Format);
        Assert.Equal([0, 32776, 65535, 65535], System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(picture.Pixels.Span).ToArray());
    }

    [Theory]
    [InlineData("s16be", 32768d, "<u2")]
    [InlineData("gray16le", -32768d, "<i2")]
    [InlineData("s8", 128d, "|u1")]
    [InlineData("gray", -128d, "|i1")]
    [InlineData("s32be", 2147483648d, "<u4")]
    [InlineData("gray32le", -2147483648d, "<i4")]
    [InlineData("s16be", 5d, "<f8")]
    public void Array_OfNumbersWhoseMiddleIsMoved_IsOfTheTypeThatHoldsThem(string format, double zero, string type)
    {
        var (layout, copy) = Make(RawFormats.Named(format));

        byte[] array = NpyWriter.Write(copy, layout with { Scale = new(1, zero) });

        Assert.Contains($"'descr': '{type}'", Encoding.ASCII.GetString(array, 0, 128), StringComparison.Ordinal);
        if (type == "<u2")
        {
            Assert.Equal(
                TrueValues.Read(copy, layout, layout.Whole).Select(number => number + 32768),
                Enumerable.Range(0, layout.Width * layout.Height).Select(at => (double)BinaryPrimitives.ReadUInt16LittleEndian(array.AsSpan(128 + (2 * at)))));
        }
    }

    [Theory]
    [InlineData("gray16le", 0.25, -100d, -100d, 900d, 0.25)]
    [InlineData("grayf32le", 1d, 0d, 0d, 255d, 1e-4)]
    [InlineData("grayf32le", 2d, 5d, 10d, 20d, 1e-4)]
    [InlineData("s16be", 1d, 32768d, 0d, 65535d, 1d)]
    [InlineData("gray", -1d, 255d, 0d, 255d, 1d)]
    public void Write_IntoALayoutThatTellsWhatItsNumbersMean_IsReadAsTheShareOfItsRange(
        string format, double factor, double zero, double low, double high, double tolerance)
    {
        var layout = PixelLayout.Dense(RawFormats.Named(format), 3, 1) with { Scale = new(factor, zero), Range = new(low, high) };
        byte[] segment = new byte[layout.EndOffset];

        LayoutWriter.Write([0, 0, 0, 1, 0.5f, 0.5f, 0.5f, 1, 1, 1, 1, 1], layout, segment);

        double[] values = TrueValues.Read(segment, layout, layout.Whole);
        Assert.Equal(low, values[0], tolerance);
        Assert.Equal((low + high) / 2, values[1], tolerance);
        Assert.Equal(high, values[2], tolerance);
        Assert.Equal(new byte[] { 0, 255 }, new[] { LayoutRenderer.ToRgba(segment, layout)[0], LayoutRenderer.ToRgba(segment, layout)[8] });
    }

    [Fact]
    public void Write_WithoutARange_IsSeenAsItWas()
    {
        foreach (double factor in (double[])[2, -2])
        {
            var layout = PixelLayout.Dense(RawFormats.Named("gray"), 2, 1) with { Scale = new(factor, 7) };
            byte[] segment = new byte[2];

            LayoutWriter.Write([0.2f, 0.2f, 0.2f, 1, 1, 1, 1, 1], layout, segment);

            byte[] shown = LayoutRenderer.ToRgba(segment, layout);
            Assert.Equal((51, 255), (shown[0], shown[4]));
        }
    }

    [Fact]
    public void Document_ThatTellsThem_ReadsAsItself_AndSaysNothingOfWhatIsUsual()
    {
        var layout = PixelLayout.Dense(RawFormats.Named("gray16le"), 4, 3) with { Scale = new(0.04, -273.15), Range = new(15, 45) };

        string json = LayoutJson.Write(LayoutDocument.Of(layout));
        var read = LayoutJson.ReadOne(Encoding.UTF8.GetBytes(json), out var problem)!;

        Assert.Null(problem);
        Assert.Equal(layout, LayoutReader.Read(read, new byte[24]).Pixels);
        Assert.Equal(layout, BlankSegment.Of(read, null, null, null, out _)!.Pixels);
        Assert.EndsWith("times 0.04 plus -273.15, 15 to 45", layout.ToString(), StringComparison.Ordinal);
        string usual = LayoutJson.Write(LayoutDocument.Of(layout with { Scale = new(1, 0), Range = null }));
        Assert.All((string[])["scale", "zero", "range"], member => Assert.DoesNotContain(member, usual, StringComparison.Ordinal));
    }

    [Fact]
    public void Scale_OfAFormatWithoutNumbersOfItsOwn_IsRefused()
    {
        var document = new LayoutDocument { Width = 4, Height = 4, Format = RawFormats.Named("nv12"), Scale = 2 };

        Assert.Equal(
            "Values of nv12 are made of several numbers: expected no scale and no zero, or another format.",
            LayoutReader.Read(document, new byte[24]).Problem?.ToString());
    }

    private static (PixelLayout Layout, byte[] Copy) Make(RawFormat format)
    {
        var layout = PixelLayout.Dense(format, 12, 8);
        byte[] copy = new byte[layout.EndOffset];
        new Random(format.Name.Length).NextBytes(copy);
        // Numbers that are finite.
        if (format.IsFloat)
        {
            for (int i = 0; i < copy.Length; i++)
                copy[i] &= 0x3B;
        }

        return (layout, copy);
    }
}
