using System.Buffers.Binary;
using System.Text;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Finding;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Layouts.Writing;

namespace ShmDashboard.Tests.Imaging.Layouts.Finding;

/// <summary>Ways in which programs share frames: headers of their own in front of all or each of them, tensors, mosaics of more than 8 bits.</summary>
public sealed class FramesOfProgramsTests
{
    [Theory]
    [InlineData("bgr24")]
    [InlineData("gray")]
    [InlineData("grayf32le")]
    public void Find_TwoBuffersBehindAHeaderThatTellsTheirSize_AreTwoFrames(string format)
    {
        byte[] frame = Frame(format, 320, 180, 1), other = Frame(format, 320, 180, 2);
        byte[] segment = [.. Numbers(320, 180, frame.Length / 180, 1, 92, 0, 0, 0), .. new byte[32], .. frame, .. other];

        Assert.Equal((Layout(format, 320, 180, 64), 2, (long)frame.Length), First(segment));
    }

    [Fact]
    public void Find_FramesWithAHeaderEach_AreAsFarApartAsHeaderAndPixels()
    {
        byte[] frame = Frame("nv12", 320, 180, 3), header = Numbers(77, 0, 12345, 0, 320, 180, 320, 0, 1, frame.Length, 2, 0, 0, 0);
        byte[] segment = [.. Numbers(0x46524D52, 1, 3, frame.Length, 2, 0, 9, 0), .. new byte[32], .. header, .. frame, .. header, .. frame, .. header, .. frame];

        Assert.Equal((Layout("nv12", 320, 180, 64 + 56), 3, frame.Length + 56L), First(segment));
    }

    [Fact]
    public void Find_PictureInRoomForLargerOnes_IsAsItsHeaderTells()
    {
        byte[] segment = new byte[64 + (640 * 480 * 4)];
        Numbers(320, 180, 1280, 0, 93, 0).CopyTo(segment, 0);
        Frame("grayf32le", 320, 180, 4).CopyTo(segment, 64);

        Assert.Contains(Layout("grayf32le", 320, 180, 64), LayoutFinder.Find(segment).Take(3).Select(candidate => candidate.Layout));
    }

    [Theory]
    [InlineData(224, 224)]
    [InlineData(320, 180)]
    public void Find_TensorWithChannelsFirst_IsThreePlanesOfFloats(int width, int height) =>
        Assert.Equal((Layout("rgbpf32le", width, height, 0), 1, 0), First(Frame("rgbpf32le", width, height, 5)));

    [Theory]
    [InlineData("bayer_rggb12le")]
    [InlineData("bayer_grbg10le")]
    public void Find_MosaicOfMoreThan8Bits_IsOne(string format)
    {
        var found = LayoutFinder.Find(Frame(format, 640, 480, 6, noise: 0.01));

        Assert.Contains(Layout(format, 640, 480, 0), found.Take(2).Select(candidate => candidate.Layout));
        Assert.StartsWith("bayer_", found[0].Layout.Format.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_PictureBehindWriting_IsAsTheWritingTells()
    {
        string text = """{"shape": [180, 320, 3], "dtype": "uint8", "ts": 1700000000.5}""";
        byte[] segment = [.. Encoding.ASCII.GetBytes(text.PadRight(4096)), .. Frame("bgr24", 320, 180, 7)];

        Assert.Equal((Layout("bgr24", 320, 180, 4096), 1, 0), First(segment));
    }

    [Fact]
    public void Find_PictureInFrontOfACounter_BeginsAtTheBeginning()
    {
        byte[] segment = [.. Frame("bgr24", 320, 180, 8), .. Numbers(5, 0, 1700000000, 0)];

        Assert.Equal((Layout("bgr24", 320, 180, 0), 1, 0), First(segment));
    }

    [Fact]
    public void Find_PictureInWholePages_EndsWhereItEnds()
    {
        byte[] segment = new byte[(320 * 200 * 3) + 4096 - (320 * 200 * 3 % 4096)];
        Frame("bgr24", 320, 199, 9).CopyTo(segment, 0);

        Assert.Equal(Layout("bgr24", 320, 199, 0), First(segment).Layout);
    }

    [Fact]
    public void Find_DistancesWithHoles_AreNumbersOf16BitsInTheirRange()
    {
        float[] scene = Scene.Draw("depth", 320, 240, 10, 0.01);
        byte[] segment = new byte[320 * 240 * 2];
        for (int i = 0; i < 320 * 240; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(segment.AsSpan(2 * i), (ushort)(i % 320 < 20 ? 0 : 500 + (3000 * scene[4 * i])));

        Assert.Equal(Layout("gray16le", 320, 240, 0) with { Range = new(0, 4095) }, First(segment).Layout);
    }

    [Theory]
    [InlineData("/cam_rgb", "rgb24", ReasonKind.NameTellsOrder)]
    [InlineData("/camBGR", "bgr24", ReasonKind.NameTellsOrder)]
    [InlineData("/rgb_from_bgr", "bgr24", ReasonKind.OrderAssumed)]
    [InlineData("/cam", "bgr24", ReasonKind.OrderAssumed)]
    public void Find_ColoursOfWhichTheNameTellsTheOrder_AreInThatOrder(string name, string format, ReasonKind reason)
    {
        var found = LayoutFinder.Find(Frame("bgr24", 320, 180, 11), name)[0];

        Assert.Equal(format, found.Layout.Format.Name);
        Assert.Contains(new LayoutReason(reason), found.Reasons);
    }

    [Theory]
    [InlineData("bgr24", 640, 480, 2)]
    [InlineData("bgr24", 320, 240, 4)]
    [InlineData("gray", 640, 480, 4)]
    public void Find_DifferentPicturesBehindEachOther_EndWhereTheRowsBreakOff(string format, int width, int height, int count)
    {
        byte[] segment = [.. Enumerable.Range(0, count).SelectMany(i => Frame(format, width, height, 20 + (7 * i)))];

        Assert.Equal((Layout(format, width, height, 0), count, (long)segment.Length / count), First(segment));
    }

    [Fact]
    public void Find_PictureWithAStrongEdgeInItsMiddle_IsOne()
    {
        byte[] segment = Frame("bgr24", 640, 480, 21);
        segment.AsSpan(640 * 240 * 3).Fill(200);

        Assert.Equal((Layout("bgr24", 640, 480, 0), 1, 0), First(segment));
    }

    [Fact]
    public void Find_SomethingBehindEachFrame_FramesAreSoMuchFurtherApart()
    {
        byte[] frame = Frame("bgr24", 320, 240, 22);
        byte[] segment = [.. Enumerable.Range(0, 4).SelectMany(i => (byte[])[.. frame, .. Numbers(i, 0, 1_700_000_000 + i, 0)])];

        Assert.Equal((Layout("bgr24", 320, 240, 0), 4, frame.Length + 16L), First(segment));
    }

    [Fact]
    public void Find_FramesInPagesOfTheirOwn_AreAsTheirHeaderTells()
    {
        byte[] frame = new byte[303_104];
        Frame("bgr24", 320, 313, 23).CopyTo(frame, 0);
        byte[] segment = [.. Numbers(320, 313, 1, 0), .. new byte[4080], .. frame, .. frame, .. frame];

        Assert.Equal((Layout("bgr24", 320, 313, 4096), 3, (long)frame.Length), First(segment));
    }

    [Fact]
    public void Find_PictureInZerosThatItsHeaderTells_EndsWithItsLastRow()
    {
        byte[] segment = new byte[(1920 * 1080 * 3) + 64];
        Numbers(240, 320, 3).CopyTo(segment, 0);
        Frame("bgr24", 320, 240, 24).CopyTo(segment, 64);

        Assert.Equal((Layout("bgr24", 320, 240, 64), 1, 0), First(segment));
    }

    [Theory]
    [InlineData("gray16le", 2, false)]
    [InlineData("gray", 1, false)]
    [InlineData("gray16le", 2, true)]
    public void Find_ColoursAndBehindThemDistances_AreBothFound(string behind, int pixelBytes, bool hasHeader)
    {
        byte[] header = hasHeader ? Numbers(640, 480, 12345, 0) : [], colours = Frame("bgr24", 640, 480, 25);
        byte[] segment = [.. header, .. colours, .. Frame(behind, 640, 480, 25, noise: 0.002)];

        var found = LayoutFinder.Find(segment);

        Assert.Equal(Layout("bgr24", 640, 480, header.Length), found[0].Layout);
        Assert.Contains(new LayoutReason(ReasonKind.PictureBehind, pixelBytes), found[0].Reasons);
        Assert.Contains(Layout(behind, 640, 480, header.Length + colours.Length), found.Select(candidate => candidate.Layout));
    }

    [Theory]
    [InlineData("p010le")]
    [InlineData("yuv420p10le")]
    [InlineData("yuv444p")]
    [InlineData("yuv422p")]
    [InlineData("x2rgb10le")]
    [InlineData("rgbf16le")]
    public void Find_FormatsOfScreensDecodersAndTensors_AreTold(string format) =>
        Assert.Equal((Layout(format, 640, 480, 0), 1, 0), First(Frame(format, 640, 480, 26, noise: 0.004)));

    [Fact]
    public void Find_BatchOfTensors_IsAsManyAsThereAre()
    {
        byte[] segment = [.. Enumerable.Range(0, 8).SelectMany(i => Frame("rgbpf32le", 224, 224, 30 + i))];

        Assert.Equal((Layout("rgbpf32le", 224, 224, 0), 8, 224 * 224 * 12L), First(segment));
    }

    [Fact]
    public void Find_NumbersOf64Bits_AreNoColours()
    {
        byte[] scene = Frame("gray", 320, 240, 31), segment = new byte[scene.Length * 8];
        for (int i = 0; i < scene.Length; i++)
            segment[8 * i] = (byte)(scene[i] / 25);

        Assert.Equal(Layout("s64le", 320, 240, 0), First(segment).Layout);
    }

    [Fact]
    public void Find_PairsOfNumbers_AreNoNumbersOfTwiceTheBytes()
    {
        float[] scene = Scene.Draw("depth", 320, 240, 32, 0.01), other = Scene.Draw("photograph", 320, 240, 33, 0.01);
        byte[] segment = new byte[320 * 240 * 8];
        for (int i = 0; i < 320 * 240; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(segment.AsSpan(8 * i), (4 * scene[4 * i]) - 2);
            BinaryPrimitives.WriteSingleLittleEndian(segment.AsSpan((8 * i) + 4), (3 * other[(4 * i) + 1]) - 1);
        }

        Assert.Equal(Layout("CV_32FC2", 320, 240, 0), First(segment).Layout);
    }

    private static (PixelLayout Layout, int Slots, long SlotBytes) First(byte[] segment)
    {
        var found = LayoutFinder.Find(segment);
        Assert.NotEmpty(found);
        return (found[0].Layout, found[0].Slots, found[0].SlotBytes);
    }

    private static byte[] Numbers(params int[] numbers)
    {
        byte[] bytes = new byte[4 * numbers.Length];
        for (int i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * i), numbers[i]);
        return bytes;
    }

    private static PixelLayout Layout(string format, int width, int height, int offset) =>
        PixelLayout.Dense(RawFormats.Named(format), width, height) with { Offset = offset };

    private static byte[] Frame(string format, int width, int height, int seed, double noise = 0)
    {
        var layout = Layout(format, width, height, 0);
        byte[] frame = new byte[layout.LengthBytes];
        LayoutWriter.Write(Scene.Draw("photograph", width, height, seed, noise), layout, frame);
        return frame;
    }
}
