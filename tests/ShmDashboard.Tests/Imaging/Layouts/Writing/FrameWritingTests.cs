using System.Buffers.Binary;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.BuiltIn;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Layouts.Writing;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Tests.Imaging.Layouts.Writing;

public sealed class FrameWritingTests
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.UnixEpoch.AddSeconds(5);

    private static PixelBuffer Picture(int width, int height, Func<int, int, (byte R, byte G, byte B)> pixel)
    {
        var picture = PixelBuffer.Allocate(width, height, PixelFormat.Rgb8);
        for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            (picture.Row(y)[3 * x], picture.Row(y)[(3 * x) + 1], picture.Row(y)[(3 * x) + 2]) = pixel(x, y);
        return picture;
    }

    [Fact]
    public void Prepare_SequenceLock_IsOddBeforeThePixelsAndEvenAtTheEnd()
    {
        byte[] segment = new byte[32 + (4 * 2 * 3)];
        segment[0] = 8;
        segment[8] = 4;
        segment[12] = 2;
        segment[16] = 255;
        var document = BuiltInLayouts.Find(new LayoutSubject("posix", "camera_shm_0", segment.Length), segment)!.Document;

        var frame = FrameWriting.Prepare(document, segment, Picture(4, 2, (x, y) => ((byte)x, (byte)y, 9)), PictureFitting.Inside, s_now, out _)!;

        Assert.Equal([0L, 32, 24, 16, 0], frame.Steps.Select(step => step.Offset));
        Assert.Equal(9, frame.Steps[0].Bytes.Span[0]);
        Assert.Equal([9, 0, 0, 9, 0, 1], frame.Steps[1].Bytes.Span[..6].ToArray());
        Assert.Equal(5_000_000, BinaryPrimitives.ReadInt64LittleEndian(frame.Steps[2].Bytes.Span));
        Assert.Equal(256, BinaryPrimitives.ReadInt64LittleEndian(frame.Steps[3].Bytes.Span));
        Assert.Equal(10, frame.Steps[4].Bytes.Span[0]);
    }

    [Fact]
    public void Prepare_Slots_TakesTheNextAndPointsToItAfterwards()
    {
        byte[] segment = new byte[1 + (3 * 4)];
        segment[0] = 2;
        var document = new LayoutDocument
        {
            Offset = 1, Width = 2, Height = 2, Format = RawFormats.Named("gray"), Slots = new LayoutSlots { Count = 3 },
            Header = new LayoutHeader { Slot = new HeaderField { Offset = 0, Type = FieldType.Parse("u8")!.Value } },
        };

        var frame = FrameWriting.Prepare(document, segment, Picture(2, 2, (_, _) => (7, 7, 7)), PictureFitting.Inside, s_now, out _)!;

        Assert.Equal([1L, 0], frame.Steps.Select(step => step.Offset));
        Assert.Equal([7, 7, 7, 7], frame.Steps[0].Bytes.ToArray());
        Assert.Equal(0, frame.Steps[1].Bytes.Span[0]);
    }

    [Fact]
    public void Prepare_Flag_SaysNotReadyWhileThePixelsAreWritten()
    {
        byte[] segment = new byte[5];
        segment[0] = 1;
        var document = new LayoutDocument
        {
            Offset = 1, Width = 2, Height = 2, Format = RawFormats.Named("gray"),
            Header = new LayoutHeader { Ready = new HeaderField { Offset = 0, Type = FieldType.Parse("u8")!.Value, EqualTo = 1 } },
        };

        var frame = FrameWriting.Prepare(document, segment, Picture(2, 2, (_, _) => (7, 7, 7)), PictureFitting.Inside, s_now, out _)!;

        Assert.Equal([(0L, 0), (1L, 7), (0L, 1)], frame.Steps.Select(step => (step.Offset, (int)step.Bytes.Span[0])));
    }

    [Fact]
    public void Prepare_HeaderThatCannotBe_SaysWhy()
    {
        var document = new LayoutDocument { Width = 20, Height = 20, Format = RawFormats.Named("gray") };

        Assert.Null(FrameWriting.Prepare(document, new byte[8], Picture(1, 1, (_, _) => default), PictureFitting.Inside, s_now, out var problem));
        Assert.Contains("not within 8", problem!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("u32", 4_294_967_296, new byte[] { 0, 0, 0, 0 })]
    [InlineData("u16be", 258, new byte[] { 1, 2 })]
    [InlineData("i64", -2, new byte[] { 254, 255, 255, 255, 255, 255, 255, 255 })]
    [InlineData("f32", 2, new byte[] { 0, 0, 0, 64 })]
    public void Write_OfAField_IsWhatReadsSo(string type, long value, byte[] bytes) =>
        Assert.Equal(bytes, new HeaderField { Offset = -8, Type = FieldType.Parse(type)!.Value }.Write(value, 8)!.Value.Bytes.ToArray());

    [Fact]
    public void Into_SameSize_KeepsEveryValue()
    {
        var picture = Picture(16, 16, (x, y) => ((byte)((16 * y) + x), (byte)(255 - x), (byte)y));

        float[] frame = Into(picture, 16, 16);

        Assert.Equal(Enumerable.Range(0, 256), Enumerable.Range(0, 256).Select(i => (int)Math.Round(frame[4 * i] * 255)));
    }

    [Fact]
    public void Into_OtherShape_KeepsItsOwnWithBlackBeside()
    {
        float[] frame = Into(Picture(8, 2, (x, _) => (x < 4 ? (byte)200 : (byte)100, 0, 0)), 4, 4);

        Assert.Equal(new PixelRegion(0, 1, 4, 1), PictureFit.Place(8, 2, 4, 4).Target);
        Assert.Equal((0f, 1f), (frame[0], frame[3]));
        Assert.Equal([200, 186, 114, 100], Enumerable.Range(0, 4).Select(x => (int)Math.Round(frame[16 + (4 * x)] * 255)), new Near(12));
        Assert.Equal(0f, frame[32]);
    }

    [Fact]
    public void Into_OtherShape_FillsItWhereThatIsWanted()
    {
        var picture = Picture(8, 2, (x, _) => (x is >= 3 and < 5 ? (byte)200 : (byte)100, 0, 0));

        Assert.Equal(new PicturePlace(3, 0, 2, 2, new PixelRegion(0, 0, 4, 4)), PictureFit.Place(8, 2, 4, 4, PictureFitting.Cover));
        Assert.Equal([150, 200, 200, 150], Row(Into(picture, 4, 4, PictureFitting.Cover), 2), new Near(30));
        Assert.Equal([100, 150, 150, 100], Row(Into(picture, 4, 4, PictureFitting.Stretch), 3), new Near(12));

        static IEnumerable<int> Row(float[] frame, int y) => Enumerable.Range(0, 4).Select(x => (int)Math.Round(frame[(16 * y) + (4 * x)] * 255));
    }

    [Fact]
    public void ReadOpaque_TransparentPixels_AreLaidOnBlack()
    {
        var picture = new PixelBuffer(2, 1, PixelFormat.Rgba8, 8, new byte[] { 255, 255, 255, 0, 200, 100, 50, 255 });
        float[] row = new float[8];

        new PictureFit(picture, 2, 1).ReadOpaque(0, row);

        Assert.Equal([0, 0, 0, 255, 200, 100, 50, 255], row.Select(part => (int)Math.Round(part * 255)));
    }

    private static float[] Into(PixelBuffer picture, int width, int height, PictureFitting fitting = PictureFitting.Inside)
    {
        float[] frame = new float[4 * width * height];
        var fit = new PictureFit(picture, width, height, fitting);
        for (int y = 0; y < height; y++)
            fit.Read(y, frame.AsSpan(4 * width * y, 4 * width));
        return frame;
    }

    private sealed class Near(int most) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => Math.Abs(x - y) <= most;

        public int GetHashCode(int obj) => 0;
    }
}
