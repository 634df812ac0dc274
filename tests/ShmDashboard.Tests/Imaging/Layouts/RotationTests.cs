using System.Text;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Display;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Layouts.Statistics;
using ShmDashboard.Imaging.Layouts.Writing;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Tests.Imaging.Layouts.Display;

namespace ShmDashboard.Tests.Imaging.Layouts;

/// <summary>
/// Every format that there is, padded, of odd sizes where it may be, stored from the top and from below: what is told of the turned picture
/// is what is told of the stored one, each pixel in its other place.
/// </summary>
public sealed class RotationTests
{
    public static TheoryData<PictureRotation, bool> Turns => new(
        from rotation in Enum.GetValues<PictureRotation>() from bottomUp in (bool[])[false, true] select (rotation, bottomUp));

    [Theory]
    [MemberData(nameof(Turns))]
    public void EverythingTold_OfAnyFormat_IsOfTheTurnedPicture(PictureRotation rotation, bool bottomUp)
    {
        foreach (var format in RawFormats.All)
        {
            var (layout, copy) = Make(format, rotation, bottomUp);
            var stored = layout.Unturned;
            int channels = format.Channels.Length;

            double[] values = Turned(TrueValues.Read(copy, stored, stored.Whole), stored, channels, rotation);
            Assert.Equal(values, TrueValues.Read(copy, layout, layout.Whole));
            var part = new PixelRegion(1, 2, layout.ShownWidth - 3, layout.ShownHeight - 4);
            Assert.Equal(Cut(values, layout, channels, part), TrueValues.Read(copy, layout, part));

            byte[] rgba = Turned(LayoutRenderer.ToRgba(copy, stored), stored, 4, rotation);
            Assert.Equal(rgba, LayoutRenderer.ToRgba(copy, layout));
            byte[] shown = new byte[part.Count * 4];
            ReducedRenderer.Render(copy, layout, null, part, part.Width, part.Height, shown);
            Assert.Equal(Cut(rgba, layout, 4, part), shown);

            var (expected, picture) = (LayoutPicture.Make(copy, stored), LayoutPicture.Make(copy, layout));
            Assert.Equal((layout.ShownWidth, layout.ShownHeight, expected.Format), (picture.Width, picture.Height, picture.Format));
            Assert.Equal(Turned(expected.Pixels.ToArray(), stored, expected.Format.BytesPerPixel(), rotation), picture.Pixels.ToArray());

            byte[] array = NpyWriter.Write(copy, layout), before = NpyWriter.Write(copy, stored);
            Assert.Contains($"'shape': ({layout.ShownHeight}, {layout.ShownWidth}", Encoding.ASCII.GetString(array, 0, 128), StringComparison.Ordinal);
            int body = array.Length - 128;
            Assert.Equal(Turned(before[^body..], stored, body / (layout.Width * layout.Height), rotation), array[^body..]);
        }
    }

    [Theory]
    [MemberData(nameof(Turns))]
    public void UprightCopy_OfAnyFormat_HasTheSameValuesAndColoursWithNothingLeftToTurn(PictureRotation rotation, bool bottomUp)
    {
        foreach (var format in RawFormats.All)
        {
            var (layout, copy) = Make(format, rotation, bottomUp);
            var upright = UprightCopy.Of(new PixelSurface(copy, layout));
            if (rotation == PictureRotation.None)
            {
                Assert.Same(layout, upright.Layout);
                continue;
            }

            Assert.Equal((PictureRotation.None, false, 0L), (upright.Layout.Rotation, upright.Layout.BottomUp, upright.Layout.Offset));
            Assert.Equal(upright.Layout.LengthBytes, upright.Bytes.Length);
            Assert.Equal(TrueValues.Read(copy, layout, layout.Whole), TrueValues.Read(upright.Bytes.Span, upright.Layout, layout.Whole));
            Assert.Equal(LayoutRenderer.ToRgba(copy, layout), LayoutRenderer.ToRgba(upright.Bytes.Span, upright.Layout));
        }
    }

    [Theory]
    [MemberData(nameof(Turns))]
    public void PlaceOf_EachPixel_IsWhereItsValueComesFrom(PictureRotation rotation, bool bottomUp)
    {
        foreach (string name in (string[])["gray16le", "bgr24", "bayer_grbg8", "rgb565be", "gray", "yuyv422", "monob", "y10p", "mono12p", "srggb14p", "v210"])
        {
            var (layout, copy) = Make(RawFormats.Named(name), rotation, bottomUp);
            var seen = new HashSet<long>();
            for (int y = 0; y < layout.ShownHeight; y++)
            {
                for (int x = 0; x < layout.ShownWidth; x++)
                {
                    var (offset, length) = layout.PlaceOf(x, y);
                    seen.Add(offset);
                    double[] before = TrueValues.Read(copy, layout, new(x, y, 1, 1));
                    Flip(copy, offset, length);
                    Assert.NotEqual(before, TrueValues.Read(copy, layout, new(x, y, 1, 1)));
                    Flip(copy, offset, length);
                }
            }

            // What is at the end of a row may be less than a group.
            int group = (layout.Unturned with { BottomUp = false }).PlaceOf(0, 0).Length;
            Assert.Equal(layout.Height * ((layout.Format.RowBytes(layout.Width) + group - 1) / group), seen.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Turns))]
    public void StatisticsAndRangesAndProfiles_OfARegion_AreOfTheTurnedPicture(PictureRotation rotation, bool bottomUp)
    {
        foreach (string name in (string[])["gray16le", "bgr24", "grayf32le", "nv12", "gbrp"])
        {
            var (layout, copy) = Make(RawFormats.Named(name), rotation, bottomUp);
            var part = new PixelRegion(2, 1, layout.ShownWidth - 5, layout.ShownHeight - 3);
            double[] values = TrueValues.Read(copy, layout, part);
            int channels = layout.Format.Channels.Length;
            var statistics = RegionStatistics.Of(copy, layout, part);
            for (int channel = 0; channel < channels; channel++)
            {
                double[] own = [.. values.Where((_, i) => i % channels == channel)];
                Assert.Equal((own.Length, own.Min(), own.Max()), (statistics[channel].Count, statistics[channel].Min, statistics[channel].Max));
                Assert.Equal(own.Average(), statistics[channel].Mean, Math.Abs(own.Average() * 1e-9));
            }

            Assert.Empty(RegionStatistics.Of(copy, layout, new PixelRegion(layout.ShownWidth, 0, 9, 9)));
            var range = DisplayRange.Percentile(copy, layout, 0, part);
            Assert.Equal((values.Min(), values.Max()), (range.Low, range.High));

            double[][] profile = LineProfile.Of(copy, layout, new PixelLine(0, 0, layout.ShownWidth - 1, layout.ShownHeight - 1));
            Assert.Equal(Math.Max(layout.Width, layout.Height), profile[0].Length);
            Assert.Equal(TrueValues.Read(copy, layout, new(0, 0, 1, 1)), profile.Select(channel => channel[0]));
            Assert.Equal(TrueValues.Read(copy, layout, new(layout.ShownWidth - 1, layout.ShownHeight - 1, 1, 1)), profile.Select(channel => channel[^1]));
        }
    }

    [Theory]
    [InlineData(PictureRotation.Clockwise90)]
    [InlineData(PictureRotation.Clockwise180)]
    [InlineData(PictureRotation.Clockwise270)]
    public void RowReduction_WhileStoredRowsComeBy_MakesWhatTheWholeGives(PictureRotation rotation)
    {
        var layout = PixelLayout.Dense(RawFormats.Named("bgra"), 97, 61, offset: 12) with { StrideBytes = 400, Rotation = rotation };
        byte[] copy = new byte[layout.EndOffset];
        new Random(3).NextBytes(copy);
        var region = new PixelRegion(3, 9, layout.ShownWidth - 9, layout.ShownHeight - 11);
        byte[] expected = new byte[40 * 21 * 4], reduced = new byte[40 * 21 * 4];
        ReducedRenderer.Render(copy, layout, null, region, 40, 21, expected);

        using (var reduction = new RowReduction(layout, region, 40, 21, reduced))
        {
            for (int y = 0; y < 61; y += 7)
                reduction.Add(y, Math.Min(7, 61 - y), copy.AsSpan(12 + (y * 400)), 400);
        }

        Assert.Equal(expected, reduced);
    }

    [Theory]
    [InlineData("bgra")]
    [InlineData("gray16le")]
    public void Render_Reduced_IsWhatReducingTheTurnedPictureGives(string format)
    {
        foreach (var rotation in Enum.GetValues<PictureRotation>())
        {
            var (layout, copy) = Make(RawFormats.Named(format), rotation, bottomUp: false);
            // Areas of as many pixels each: where they are not, it is one more or less from the left or from the right.
            var region = new PixelRegion(1, 2, 6, 6);
            byte[] expected = ScalarReduction.Reduce(Cut(LayoutRenderer.ToRgba(copy, layout), layout, 4, region), 6, 6, 2, 3), reduced = new byte[2 * 3 * 4];

            ReducedRenderer.Render(copy, layout, null, region, 2, 3, reduced);

            Assert.All(expected.Zip(reduced), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
        }
    }

    [Theory]
    [MemberData(nameof(Turns))]
    public void Prepare_APictureForATurnedFrame_WritesItSoThatItReadsTheSame(PictureRotation rotation, bool bottomUp)
    {
        foreach (string name in (string[])["bgr24", "gray16le", "grayf32le", "gbrp", "rgba", "CV_16UC3"])
        {
            var (layout, segment) = Make(RawFormats.Named(name), rotation, bottomUp);
            bool grey = layout.Format.IsGrey;
            var picture = PixelBuffer.Allocate(layout.ShownWidth, layout.ShownHeight, PixelFormat.Rgb8);
            for (int y = 0; y < picture.Height; y++)
            {
                for (int x = 0; x < picture.Width; x++)
                {
                    byte[] pixel = grey ? [(byte)((x * 11) + (y * 7)), (byte)((x * 11) + (y * 7)), (byte)((x * 11) + (y * 7))] : [(byte)(x * 15), (byte)(y * 15), 77];
                    pixel.CopyTo(picture.Row(y)[(3 * x)..]);
                }
            }

            var frame = FrameWriting.Prepare(LayoutDocument.Of(layout), segment, picture, PictureFitting.Inside, default, out var problem);
            Assert.Null(problem);
            Assert.Equal(layout, frame!.Pixels);

            byte[] rgba = LayoutRenderer.ToRgba(segment, layout);
            byte[] expected = picture.Pixels.ToArray();
            for (int i = 0; i < expected.Length / 3; i++)
                Assert.True(expected.AsSpan(3 * i, 3).SequenceEqual(rgba.AsSpan(4 * i, 3)), $"{name}: pixel {i} is not as it was written.");
        }
    }

    [Theory]
    [InlineData(PictureFitting.Inside)]
    [InlineData(PictureFitting.Cover)]
    [InlineData(PictureFitting.Stretch)]
    public void Prepare_APictureOfAnotherShape_ComesToLieWhereThePlanSays(PictureFitting fitting)
    {
        var picture = PixelBuffer.Allocate(9, 4, PixelFormat.Grey8);
        new Random(5).NextBytes(picture.Pixels.Span);
        var upright = PixelLayout.Dense(RawFormats.Named("grayf32le"), 8, 13);
        byte[] expected = new byte[upright.EndOffset];
        FrameWriting.Prepare(LayoutDocument.Of(upright), expected, picture, fitting, default, out _);
        foreach (var rotation in Enum.GetValues<PictureRotation>())
        {
            var (width, height) = rotation.Size(8, 13);
            var layout = PixelLayout.Dense(RawFormats.Named("grayf32le"), width, height) with { Rotation = rotation };
            byte[] segment = new byte[layout.EndOffset];
            FrameWriting.Prepare(LayoutDocument.Of(layout), segment, picture, fitting, default, out _);

            Assert.All(
                TrueValues.Read(expected, upright, upright.Whole).Zip(TrueValues.Read(segment, layout, layout.Whole)),
                pair => Assert.Equal(pair.First, pair.Second, 1e-6));
            Assert.Equal(
                new FrameConversion(LayoutDocument.Of(upright), upright, 9, 4, fitting).Place,
                new FrameConversion(LayoutDocument.Of(layout), layout, 9, 4, fitting).Place);
        }
    }

    [Theory]
    [InlineData(45)]
    [InlineData(-90)]
    [InlineData(360)]
    [InlineData(int.MinValue)]
    public void Rotation_ThatIsNone_IsRefusedWhereverItComesFrom(int degrees)
    {
        byte[] segment = new byte[12];
        var document = new LayoutDocument { Width = 4, Height = 3, Format = RawFormats.Named("gray"), Rotation = degrees };
        var layout = PixelLayout.Dense(RawFormats.Named("gray"), 4, 3) with { Rotation = (PictureRotation)degrees };
        string expected = $"The rotation is {degrees}: expected 0, 90, 180 or 270.";

        Assert.Equal(expected, LayoutReader.Read(document, segment).Problem?.ToString());
        Assert.Equal(expected, layout.Check(12)?.ToString());
        Assert.Throws<ArgumentException>(() => LayoutRenderer.ToRgba(segment, layout));
        Assert.Throws<ArgumentException>(() => LayoutPicture.Make(segment, layout));
        Assert.Throws<ArgumentException>(() => UprightCopy.Of(new PixelSurface(segment, layout)));
        Assert.Null(BlankSegment.Of(document, null, null, null, out var problem));
        Assert.Equal(expected, problem?.ToString());
        Assert.Null(LayoutJson.ReadOne(Encoding.UTF8.GetBytes($$"""{"width":4,"height":3,"format":"gray","rotation":{{degrees}}}"""), out problem));
        Assert.Equal($"Line 1, column 50 (at $.rotation): \"rotation\" is {degrees}: expected 0, 90, 180 or 270.", problem!.ToString());
    }

    [Theory]
    [InlineData(0, 90, 1, 90)]
    [InlineData(0, 1, 90, 90)]
    [InlineData(270, 3, 90, 180)]
    [InlineData(90, -90, 1, 0)]
    [InlineData(180, 0, 1, 180)]
    [InlineData(0, 45, 1, 45)]
    [InlineData(0, int.MinValue, int.MaxValue, null)]
    public void Rotation_ThatTheHeaderTells_ComesToTheLayoutsOwn(int own, int told, int scale, int? expected)
    {
        byte[] segment = new byte[16];
        BitConverter.TryWriteBytes(segment.AsSpan(12), told);
        var document = new LayoutDocument
        {
            Width = 4, Height = 3, Format = RawFormats.Named("gray"), Rotation = own,
            Header = new LayoutHeader { Rotation = new HeaderField { Offset = 12, Type = new FieldType(SampleType.S32, false), Scale = scale } },
        };

        var reading = LayoutReader.Read(document, segment);

        if (expected is 45 or null)
            Assert.StartsWith("The rotation is ", reading.Problem!.ToString(), StringComparison.Ordinal);
        else
            Assert.Equal((PictureRotation)expected, reading.Pixels!.Rotation);
    }

    [Fact]
    public void Document_OfATurnedLayout_SaysSoAndNothingWhereItIsNot()
    {
        var layout = PixelLayout.Dense(RawFormats.Named("gray"), 4, 3) with { Rotation = PictureRotation.Clockwise270 };

        string json = LayoutJson.Write(LayoutDocument.Of(layout));
        Assert.Contains("\"rotation\": 270", json, StringComparison.Ordinal);
        Assert.Equal(layout, LayoutReader.Read(LayoutJson.ReadOne(Encoding.UTF8.GetBytes(json), out _)!, new byte[12]).Pixels);
        Assert.DoesNotContain("rotation", LayoutJson.Write(LayoutDocument.Of(layout.Unturned)), StringComparison.Ordinal);
        Assert.EndsWith("turned by 270 degrees", layout.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_ATurnedPicture_IsAsWideAsItIsShown()
    {
        var document = LayoutDocument.Of(PixelLayout.Dense(RawFormats.Named("gray"), 4, 3) with { Rotation = PictureRotation.Clockwise90 });

        var payload = LayoutMatch.Of(document, LayoutOrigin.User, new byte[12])!.Describe(12);

        Assert.Equal((3, 4), (payload.Width, payload.Height));
    }

    [Fact]
    public void Of_ANewSegmentForAPicture_IsStoredTheOtherWayRound()
    {
        var known = ShmDashboard.Imaging.Layouts.BuiltIn.BuiltInLayouts.All.First(layout => layout.Header is { Width: not null } && BlankSegment.Of(layout, 64, 48, null, out _) is not null);

        var blank = BlankSegment.Of(known with { Rotation = 90 }, 64, 48, null, out _)!;

        Assert.Equal((48, 64, 64, 48), (blank.Pixels.Width, blank.Pixels.Height, blank.Pixels.ShownWidth, blank.Pixels.ShownHeight));
    }

    private static (PixelLayout Layout, byte[] Copy) Make(RawFormat format, PictureRotation rotation, bool bottomUp)
    {
        int width = format.WidthStep == 1 ? 13 : 12, height = format.HeightStep == 1 ? 9 : 10;
        var layout = PixelLayout.Dense(format, width, height, offset: 24) with
        {
            // Chroma's stride is a part of it.
            StrideBytes = format.RowBytes(width) + 8, Rotation = rotation, BottomUp = bottomUp,
        };
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

    private static T[] Turned<T>(T[] values, PixelLayout stored, int each, PictureRotation rotation)
    {
        int width = stored.Width, height = stored.Height;
        return rotation switch
        {
            PictureRotation.Clockwise90 => [.. from y in Enumerable.Range(0, width) from x in Enumerable.Range(0, height) from i in Enumerable.Range(0, each) select At(y, height - 1 - x, i)],
            PictureRotation.Clockwise180 => [.. from y in Enumerable.Range(0, height) from x in Enumerable.Range(0, width) from i in Enumerable.Range(0, each) select At(width - 1 - x, height - 1 - y, i)],
            PictureRotation.Clockwise270 => [.. from y in Enumerable.Range(0, width) from x in Enumerable.Range(0, height) from i in Enumerable.Range(0, each) select At(width - 1 - y, x, i)],
            _ => values,
        };

        T At(int x, int y, int i) => values[(((y * width) + x) * each) + i];
    }

    private static T[] Cut<T>(T[] values, PixelLayout layout, int each, PixelRegion part) =>
        [.. Enumerable.Range(part.Y, part.Height).SelectMany(y => values.Skip(((y * layout.ShownWidth) + part.X) * each).Take(part.Width * each))];

    private static void Flip(byte[] bytes, long offset, int length)
    {
        foreach (ref byte value in bytes.AsSpan((int)offset, length))
            value ^= 0xFF;
    }
}
