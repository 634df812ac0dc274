using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Layouts.Writing;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Layouts;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Tests.Imaging.Layouts.Finding;
using ShmDashboard.Tests.SharedMemory;

namespace ShmDashboard.Tests.Monitoring.Layouts;

[Collection(KernelCollection.Name)]
[Trait("Category", "Kernel")]
public sealed class GuessedPictureTests : IDisposable
{
    private readonly KeyDirectory _keys = new();

    public void Dispose() => _keys.Dispose();

    [Fact]
    public async Task Watch_RawFrameWithoutHeader_BecomesAPictureByGuess()
    {
        string name = _keys.NewPosixName();
        var layout = PixelLayout.Dense(RawFormats.Named("bgr24"), 320, 240);
        using var segment = PosixSegment.Create(name, layout.LengthBytes);
        segment.Write(0, Pixels(layout, 1));
        await using var bench = new Workbench();
        bench.Monitor.Start();
        using var watch = bench.Monitor.Watch(SegmentId.Posix(name));

        var row = await Workbench.Until(watch, row => row.Frame?.Payload.Layout is not null);
        Assert.Equal((layout, LayoutOrigin.Guessed), (row.Frame!.Payload.Layout!.Pixels, row.Frame.Payload.Layout.Origin));
        long sequence = row.Frame.Sequence;
        segment.Write(0, Pixels(layout, 2));
        row = await watch.WaitForNewerAsync(sequence, Workbench.Token);
        Assert.Equal(layout, row.Frame!.Payload.Layout!.Pixels);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    [InlineData(5 << 20)]
    public async Task Set_LayoutOfAnotherSegment_IsNoNewContent(int size)
    {
        string name = _keys.NewPosixName();
        byte[] bytes = new byte[size];
        new Random(3).NextBytes(bytes);
        string path = Path.Combine("/dev/shm", name.TrimStart('/'));
        await File.WriteAllBytesAsync(path, bytes, Workbench.Token);
        var library = LayoutLibrary.InMemory();
        await using var bench = new Workbench(new MonitorOptions { Layouts = library });
        var id = SegmentId.Posix(name);
        try
        {
            long? first = (await bench.Monitor.LookAsync(id, Workbench.Token))!.Frame?.Sequence;
            long contents = 0;
            for (int i = 0; i < 5; i++)
            {
                await library.SetAsync("another", LayoutDocument.Of(PixelLayout.Dense(RawFormats.Named("gray"), 8 + i, 8)));
                using (library.Try(SegmentId.Posix("/another")))
                using (await bench.Monitor.LeaseFrameAsync(id, Workbench.Token))
                    await library.RemoveAsync("another");
                var row = await bench.Monitor.LookAsync(id, Workbench.Token);
                contents += row!.Frame?.WrittenAfterUtc is null && row.LastChangeUtc is null ? 0 : 1;
                if (size <= 4 << 20)
                    Assert.Equal(first, row.Frame?.Sequence);
            }

            Assert.Equal(0, contents);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Set_LayoutOfTheUser_CountsAtOnceAndIsForgottenAgain()
    {
        string name = _keys.NewPosixName();
        byte[] bytes = new byte[4096];
        new Random(3).NextBytes(bytes);
        using var segment = PosixSegment.Create(name, bytes.Length);
        segment.Write(0, bytes);
        var library = LayoutLibrary.InMemory();
        await using var bench = new Workbench(new MonitorOptions { Layouts = library });
        bench.Monitor.Start();
        using var watch = bench.Monitor.Watch(SegmentId.Posix(name));
        var row = await Workbench.Until(watch, row => row.Frame is not null);
        Assert.False(row.Frame!.Payload.IsPicture);

        await library.SetAsync(name, LayoutDocument.Of(PixelLayout.Dense(RawFormats.Named("gray"), 64, 64)));
        row = await Workbench.Until(watch, row => row.Frame!.Payload.Layout is not null);
        Assert.Equal((LayoutOrigin.User, null), (row.Frame!.Payload.Layout!.Origin, row.LastChangeUtc));
        await library.RemoveAsync(name);
        await Workbench.Until(watch, row => row.Frame!.Payload.Layout is null);
    }

    [Fact]
    public void IsOutdated_NameThatBecomesKnownAfterTheFirstLook_ReadsAnewByTheLayoutForIt()
    {
        var facts = new SegmentFacts { Id = SegmentId.SystemV(7), Kind = SegmentKind.SystemV, Name = "Image...", SizeBytes = 24 + 96, ResidentBytes = 4096, Mode = 0x180, OwnerUid = 0, OwnerName = "root" };
        var named = facts with { Id = SegmentId.Qt("Image-3"), Name = "Image-3" };
        byte[] bytes = new byte[facts.SizeBytes];
        foreach (var (at, value) in new[] { (0, 96), (4, 24), (8, 6), (12, 4), (16, 4), (20, 100) })
            BitConverter.TryWriteBytes(bytes.AsSpan(at), value);
        bytes.AsSpan(24).Fill(0xC5);
        var plain = PayloadIdentifier.Identify(bytes, bytes.Length);
        var layout = new SegmentLayout(LayoutLibrary.InMemory());

        Assert.Null(layout.Describe(facts, bytes, plain).Layout);
        Assert.Equal((false, true), (layout.IsOutdated(facts), layout.IsOutdated(named)));
        Assert.Equal("6 x 4 bgr0, from 24", layout.Describe(named, bytes, plain).Layout?.Pixels.ToString());
        Assert.False(layout.IsOutdated(named));
    }

    [Fact]
    public void Try_SegmentThatNothingExplains_IsWantedWholeMeanwhile()
    {
        var facts = new SegmentFacts { Id = SegmentId.Posix("noise"), Kind = SegmentKind.Posix, Name = "/noise", SizeBytes = 4096, ResidentBytes = 4096, Mode = 0x180, OwnerUid = 0, OwnerName = "root" };
        byte[] bytes = new byte[4096];
        new Random(3).NextBytes(bytes);
        var library = LayoutLibrary.InMemory();
        var layout = new SegmentLayout(library);
        Assert.True(layout.WantsWhole(facts, bytes));
        for (int i = 0; i < 4; i++)
            layout.Learn([], bytes);
        Assert.False(layout.WantsWhole(facts, bytes));
        layout.Describe(facts, bytes, new() { Format = PayloadFormat.Bytes, Integrity = PayloadIntegrity.Unchecked });

        using (library.Try(facts.Id))
        {
            Assert.True(layout.IsOutdated(facts));
            Assert.True(layout.WantsWhole(facts, bytes));
        }

        Assert.False(layout.WantsWhole(facts, bytes));
    }

    [Fact]
    public async Task Add_ExportedLayouts_ComeBeforeAndInPlaceOfThoseForTheSameNames()
    {
        var library = LayoutLibrary.InMemory();
        var layout = LayoutDocument.Of(PixelLayout.Dense(RawFormats.Named("gray"), 4, 4));
        await library.SetAsync("old", layout with { Name = "kept" });
        await library.SetAsync("cam*", layout with { Name = "replaced" });

        await library.AddAsync([layout with { Name = "imported", Match = new LayoutMatchRules { Name = "cam*" } }]);

        Assert.Equal(["imported", "kept"], library.User.Select(document => document.Name));
    }

    [Fact]
    public async Task Open_FileThatWasWritten_HoldsWhatWasSet()
    {
        string folder = Directory.CreateTempSubdirectory("layouts").FullName;
        string path = Path.Combine(folder, "of mine", "layouts.json");
        var layout = LayoutDocument.Of(PixelLayout.Dense(RawFormats.Named("nv12"), 64, 48, offset: 32));

        Assert.Null(await LayoutLibrary.Open(path).SetAsync("camera *", layout));
        var found = LayoutLibrary.Open(path).UserFor(new LayoutSubject("posix", "camera 7", 10_000), new byte[10_000]);
        Assert.Equal(LayoutJson.Write(layout with { Match = found!.Match }), LayoutJson.Write(found));
        await File.WriteAllTextAsync(path, "[\n { \"width\": true }\n]", Workbench.Token);
        Assert.Equal($"Cannot read the layouts in '{Path.GetDirectoryName(path)}': it is a directory. Give the name of a file.", LayoutLibrary.Open(Path.GetDirectoryName(path)!).Problem?.ToString());
        var broken = LayoutLibrary.Open(path);
        Assert.Contains($"'{path}': Line 2, column ", broken.Problem!.ToString(), StringComparison.Ordinal);
        Assert.NotNull(await broken.SetAsync("other", layout));
        Assert.Contains("true", await File.ReadAllTextAsync(path, Workbench.Token), StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    private static byte[] Pixels(PixelLayout layout, int seed)
    {
        byte[] bytes = new byte[layout.LengthBytes];
        LayoutWriter.Write(Scene.Draw("photograph", layout.Width, layout.Height, seed, 0.01), layout, bytes);
        return bytes;
    }
}
