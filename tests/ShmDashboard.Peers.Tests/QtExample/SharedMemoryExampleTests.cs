using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Machine;
using ShmDashboard.Peers.Tests.Pictures;
using ShmDashboard.Peers.Tests.Programs;

namespace ShmDashboard.Peers.Tests.QtExample;

/// <summary>
/// Qt's own example program, as Debian compiled it, pressed by its keyboard. Its key is fixed, so nobody else may be using it.
/// </summary>
public sealed class SharedMemoryExampleTests(SharedDashboard shared) : PeerTest(shared)
{
    private const string Example = "/usr/lib/x86_64-linux-gnu/qt5/examples/corelib/ipc/sharedmemory/sharedmemory";
    private const string Title = "SharedMemory Example";
    private const int Width = 300;
    private const int Height = 200;

    [Fact]
    public async Task Display_OurUpload_ShowsItsPixelsAsOftenAsPressed()
    {
        const int Seed = 21;
        var key = FreeKey();
        var screen = Own(await XServer.StartAsync(TemporaryDirectory));
        string window = await screen.StartProgramAsync(Example, Title);
        await Api.PutPictureAsync(key.Id, PngPicture.Make(Width, Height, PngKind.Rgb8, Seed).File);

        await screen.PressAsync(window, "Tab", "space");
        await SeeAsync(screen, Seed);
        await Api.PutPictureAsync(key.Id, PngPicture.Make(Width, Height, PngKind.Rgb8, Seed + 1).File);
        await screen.PressAsync(window, "space");
        await SeeAsync(screen, Seed + 1);

        var segment = await Api.ShowAsync(key.Id);
        Assert.True(segment.HeldByDashboard);
        Assert.Equal("free", segment.Lock.State);
    }

    [Fact]
    public async Task LoadImage_InTheExample_IsThatPictureHere()
    {
        var key = FreeKey();
        key.AllowLeftovers(); // The example is ended by a signal, which no destructor survives.
        var picture = PngPicture.Make(Width, Height, PngKind.Rgb8, 23);
        string file = WriteFile("picture.png", picture.File);
        var screen = Own(await XServer.StartAsync(TemporaryDirectory));
        string window = await screen.StartProgramAsync(Example, Title);

        await screen.PressAsync(window, "space");
        string chooser = await screen.WindowAsync("Open");
        await screen.TypeAsync(chooser, file);
        await screen.PressAsync(chooser, "Return");

        await Eventually.SeeAsync("the picture is in the segment", () => Api.FindAsync(key.Id),
            found => found?.Picture is { Width: Width, Height: Height, Verdict: "consistent" });
        await SeeAsync(screen, 23);
        var reader = await StartAsync(PeerKind.Qt5);
        string served = WriteFile("served.png", await Api.PictureAsync(key.Id));
        Assert.Equal(picture.PixelHash, (await reader.AskPictureAsync("load", served)).PixelHash);
    }

    // The upper left quarter: the pointer is drawn over the middle.
    private static Task<int> SeeAsync(XServer screen, int seed) => Eventually.SeeAsync(
        "the example shows the picture once",
        () => screen.CountAsync(Width / 2, Height / 2, (x, y) =>
            Pattern.Level(0, x, y, seed) << 16 | Pattern.Level(1, x, y, seed) << 8 | Pattern.Level(2, x, y, seed)),
        count => count == 1);

    private UniqueKey FreeKey()
    {
        Requirement.Program(Example, "qtbase5-examples");
        var key = UniqueKey.Exactly("QSharedMemoryExample");
        // Not ours yet, so nothing of it is cleaned when this fails.
        Assert.True(key.Leftovers().Count == 0,
            $"Somebody else on this machine is using Qt's example: {string.Join(", ", key.Leftovers())}. End it, then test again.");
        return Own(key);
    }
}
