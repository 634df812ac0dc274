using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.BuiltIn;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Layouts.Writing;

namespace ShmDashboard.Tests.Imaging.Layouts.Writing;

public sealed class BlankSegmentTests
{
    public static TheoryData<string> Complete => [.. BuiltInLayouts.Named.Where(known => !known.Document.Partial).Select(known => known.Id)];

    [Theory]
    [MemberData(nameof(Complete))]
    public void Fill_OfEachLayoutThatIsTold_IsReadAsItWasMeant(string id)
    {
        var document = BuiltInLayouts.Named.Single(known => known.Id == id).Document;
        foreach (var format in BlankSegment.FormatsOf(document))
        {
            var blank = BlankSegment.Of(document, 64, 48, format, out var problem);
            Assert.Null(problem);
            byte[] segment = new byte[blank!.SizeBytes];

            blank.Fill(segment);

            var reading = LayoutReader.Read(document, segment);
            Assert.Null(reading.Problem);
            // Codes of several numbers may mean the same pixels.
            Assert.Equal((64, 48, format, blank.Pixels.StrideBytes), (reading.Pixels!.Width, reading.Pixels.Height, reading.Pixels.Format, reading.Pixels.StrideBytes));
            Assert.True(LayoutReader.IsFor(document with { Match = document.Match! with { Name = null, Kind = null } }, new("posix", "x", segment.Length), segment));
        }
    }

    [Fact]
    public void Of_HeaderAtTheEnd_LeavesRoomForIt()
    {
        var document = new LayoutDocument
        {
            Format = RawFormats.Named("gray"),
            Header = new LayoutHeader { Width = Field(-8, "u32"), Height = Field(-4, "u32"), Counter = Field(-16, "u64") },
        };

        var blank = BlankSegment.Of(document, 5, 3, null, out _)!;
        byte[] segment = new byte[blank.SizeBytes];
        blank.Fill(segment);

        Assert.Equal((31, 5, 3), (segment.Length, (int)segment[23], (int)segment[27]));
        Assert.Equal(PixelLayout.Dense(RawFormats.Named("gray"), 5, 3), LayoutReader.Read(document, segment).Pixels);
    }

    [Fact]
    public void Of_SlotsWithATable_TellsWhereEachIs()
    {
        var document = new LayoutDocument
        {
            Format = RawFormats.Named("gray"), Width = 4, Height = 2,
            Slots = new LayoutSlots { Count = 3, HeaderBytes = 2, Offsets = Field(4, "u16be") },
            Header = new LayoutHeader { Slot = Field(0, "u8") },
        };

        var blank = BlankSegment.Of(document, null, null, null, out _)!;
        byte[] segment = new byte[blank.SizeBytes];
        blank.Fill(segment);
        segment[0] = 2;

        Assert.Equal(64 + (3 * 10), segment.Length);
        Assert.Equal(64 + 20 + 2, LayoutReader.Read(document, segment).Pixels!.Offset);
    }

    [Theory]
    [InlineData(70_000, 1, "The field at 0 is u16le, which does not hold 70000.")]
    [InlineData(0, 1, "The size is 0 x 1: expected 1 or more for each.")]
    [InlineData(30_000, 30_000, "30000 x 30000 are 900,000,000 pixels: the most is 134,217,728.")]
    public void Of_SizesThatCannotBe_SaysWhy(int width, int height, string expected)
    {
        var document = new LayoutDocument
        {
            Offset = 8, Format = RawFormats.Named("gray"), Header = new LayoutHeader { Width = Field(0, "u16"), Height = Field(2, "u16") },
        };

        Assert.Null(BlankSegment.Of(document, width, height, null, out var problem));
        Assert.Equal(expected, problem?.ToString());
    }

    [Fact]
    public void Of_DocumentsOfNobodyGood_NeitherThrowsNorIsLarge()
    {
        var random = new Random(4);
        for (int i = 0; i < 20_000; i++)
        {
            var document = new LayoutDocument
            {
                Offset = random.NextInt64(), Width = random.Next(-2, int.MaxValue), Height = random.Next(-2, int.MaxValue), Format = RawFormats.All[i % RawFormats.All.Length],
                StrideBytes = random.Next(3) == 0 ? random.NextInt64() : null, RowAlignment = random.Next(1, 4096),
                Slots = new LayoutSlots { Count = random.Next(1, 1_000_000), Bytes = random.Next(2) * random.NextInt64(), HeaderBytes = random.Next(2) * random.NextInt64() },
                Header = new LayoutHeader { Width = Field(random.NextInt64(long.MinValue, long.MaxValue), "u32"), Pixels = [Field(random.Next(-10, 10), "u8")] },
            };
            var blank = BlankSegment.Of(document, random.Next(), random.Next(), null, out var problem);
            Assert.True(blank is null ? problem is not null : blank.SizeBytes is > 0 and <= int.MaxValue);
        }
    }

    private static HeaderField Field(long offset, string type) => new() { Offset = offset, Type = FieldType.Parse(type)!.Value };
}
