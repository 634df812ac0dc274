using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.BuiltIn;
using ShmDashboard.Imaging.Layouts.Display;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Layouts.Statistics;
using ShmDashboard.Imaging.Layouts.Writing;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Tests.Imaging.Layouts.Documents;

/// <summary>Headers and layouts made up at random, with the numbers that break arithmetic among them.</summary>
public sealed class HostileHeaderTests
{
    private static readonly long[] s_awkward =
        [0, 1, -1, 2, 7, 255, 256, 4096, 65535, 65536, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue, 1L << 53, 1L << 62];

    private static readonly double[] s_unusual =
        [0, 1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon, -double.Epsilon, 1e300, 1e-300];

    /// <summary>How many; raised by whoever wants certainty: <c>SHMDASHBOARD_HOSTILE_HEADERS=1000000</c>.</summary>
    private static int Rounds =>
        int.TryParse(Environment.GetEnvironmentVariable("SHMDASHBOARD_HOSTILE_HEADERS"), out int rounds) ? rounds : 20_000;

    [Fact]
    public void Read_AnyHeaderByAnyLayout_GivesAPictureWithinTheBytesOrASentence()
    {
        var random = new Random(4711);
        byte[] segment = new byte[6000];
        long before = GC.GetAllocatedBytesForCurrentThread();
        int pictures = 0;
        for (int i = 0; i < Rounds; i++)
        {
            Fill(segment, random);
            var copy = segment.AsSpan(0, random.Next(segment.Length));
            var document = i % 2 == 0 ? BuiltInLayouts.All[random.Next(BuiltInLayouts.All.Length)] : Arbitrary(random);
            var reading = LayoutReader.Read(document, copy);
            Assert.True(reading.Succeeded != (reading.Problem is not null));
            if (reading.Succeeded)
                pictures += Touch(copy, reading.Pixels);
            _ = BuiltInLayouts.HasMagic(copy);
        }

        Assert.True(pictures > 0, "No header was possible: the numbers do not reach what is tested.");
        long bytesEach = (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
        Assert.True(bytesEach < 64_000, $"{bytesEach} bytes were allocated for each header.");
    }

    [Fact]
    public void Check_AnyLayout_NeverLetsOneThroughThatReachesBeyondTheBytes()
    {
        var random = new Random(815);
        byte[] segment = new byte[4096];
        for (int i = 0; i < Rounds; i++)
        {
            var layout = new PixelLayout
            {
                Offset = Pick(random),
                Width = (int)Pick(random),
                Height = (int)Pick(random),
                StrideBytes = Pick(random),
                Format = RawFormats.All[random.Next(RawFormats.All.Length)],
                BottomUp = random.Next(2) == 0,
                Rotation = (PictureRotation)Rotation(random),
                Scale = random.Next(4) == 0 ? new(Real(random), Real(random)) : default,
                Range = random.Next(4) == 0 ? new ValueRange(Real(random), Real(random)) : null,
            };
            if (layout.Check(segment.Length) is null)
                Touch(segment, layout);
        }
    }

    private static int Touch(ReadOnlySpan<byte> copy, PixelLayout layout)
    {
        Assert.InRange(layout.EndOffset, 0, copy.Length);
        foreach (var (x, y) in ((int, int)[])[(0, 0), (layout.ShownWidth - 1, 0), (0, layout.ShownHeight - 1), (layout.ShownWidth - 1, layout.ShownHeight - 1)])
        {
            Assert.Equal(layout.Format.Channels.Length, TrueValues.Read(copy, layout, new PixelRegion(x, y, 1, 1)).Length);
            var (offset, length) = layout.PlaceOf(x, y);
            Assert.True(offset >= layout.Offset && offset + length <= layout.EndOffset);
        }

        if ((long)layout.Width * layout.Height < 10_000)
            Assert.Equal(4 * layout.Width * layout.Height, LayoutRenderer.ToRgba(copy, layout).Length);
        if ((long)layout.Width * layout.Height < 1_000)
        {
            Assert.Equal(layout.Format.Channels.Length, RegionStatistics.Of(copy, layout).Length);
            Assert.Equal(layout.ShownWidth, LayoutPicture.Make(copy, layout).Width);
            Assert.NotEmpty(NpyWriter.Write(copy, layout));
            Assert.True(UprightCopy.Of(new PixelSurface(copy.ToArray(), layout)).Layout.Check(int.MaxValue) is null);
        }

        return 1;
    }

    private static void Fill(byte[] segment, Random random)
    {
        random.NextBytes(segment.AsSpan(0, 512));
        for (int i = 0; i < 40; i++)
        {
            long value = random.Next(3) == 0 ? s_awkward[random.Next(s_awkward.Length)] : random.Next(1, 64);
            int at = random.Next(0, 76) * 4;
            if (random.Next(4) == 0)
                BitConverter.TryWriteBytes(segment.AsSpan(at), value);
            else
                BitConverter.TryWriteBytes(segment.AsSpan(at), (int)value);
        }
    }

    private static LayoutDocument Arbitrary(Random random) => new()
    {
        Offset = random.Next(3) == 0 ? Math.Abs(Pick(random) == long.MinValue ? 0 : Pick(random) % 10_000) : random.Next(64),
        Width = random.Next(4) == 0 ? (int)Pick(random) : null,
        StrideBytes = random.Next(4) == 0 ? Pick(random) : null,
        RowAlignment = 1 << random.Next(8),
        Rotation = Rotation(random),
        Scale = random.Next(6) == 0 ? Real(random) : null,
        Zero = random.Next(6) == 0 ? Real(random) : null,
        Range = random.Next(6) == 0 ? new ValueRange(Real(random), Real(random)) : null,
        Format = RawFormats.All[random.Next(RawFormats.All.Length)],
        Header = new LayoutHeader
        {
            Width = Field(random), Height = Field(random), Slot = Field(random), Slots = Field(random), Sequence = Field(random),
            Rotation = random.Next(4) == 0 ? Field(random) : null,
            Stride = random.Next(2) == 0 ? Field(random) with { Unit = random.Next(2) == 0 ? "pixels" : "bytes" } : null,
            Pixels = random.Next(3) == 0 ? [Field(random), Field(random)] : [],
        },
        Slots = random.Next(3) == 0 ? new LayoutSlots
        {
            Count = random.Next(1, 100), Bytes = Math.Abs(Pick(random) % long.MaxValue), HeaderBytes = random.Next(100),
            Offsets = random.Next(3) == 0 ? Field(random) : null,
        } : null,
    };

    private static int Rotation(Random random) => random.Next(5) == 0 ? (int)Pick(random) : 90 * random.Next(4);

    private static double Real(Random random) => random.Next(5) switch
    {
        0 => s_unusual[random.Next(s_unusual.Length)],
        1 => Pick(random),
        _ => random.NextDouble() - 0.5,
    };

    private static HeaderField Field(Random random) => new()
    {
        Offset = random.Next(8) == 0 ? Pick(random) : random.Next(76) * 4,
        Type = new FieldType((SampleType)random.Next(11), random.Next(4) == 0),
        Scale = random.Next(6) == 0 ? Pick(random) : 1,
    };

    private static long Pick(Random random) => random.Next(2) == 0 ? s_awkward[random.Next(s_awkward.Length)] : random.Next(1, 200);
}
