using System.Globalization;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Machine;
using ShmDashboard.Peers.Tests.Programs;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace ShmDashboard.Peers.Tests.Reading;

/// <summary>The screen of a real X server in shared memory, with a program's window on it: recognised without being told, and pixel for
/// pixel what the server hands out.</summary>
public sealed class ScreensTests(SharedDashboard shared) : PeerTest(shared)
{
    private const string Example = "/usr/lib/x86_64-linux-gnu/qt5/examples/corelib/ipc/sharedmemory/sharedmemory";
    private const string Layout = "X window dump, 32 bits";

    [Fact]
    public async Task Xvfb_InASystemVSegment_IsItsScreen()
    {
        var screen = await StartWithWindowAsync(null);

        await SeeAsync(string.Create(CultureInfo.InvariantCulture, $"sysv:{screen.ShmId}"), await screen.PhotographAsync());
    }

    [Fact]
    public async Task Xvfb_InAFile_IsItsScreen()
    {
        var screen = await StartWithWindowAsync(TemporaryDirectory);
        var file = Own(await PosixFile.CopyAsync(screen.FrameBuffer));

        await SeeAsync(file.Id, await screen.PhotographAsync());
    }

    private async Task<XServer> StartWithWindowAsync(string? directory)
    {
        Requirement.Program(Example, "qtbase5-examples");
        var screen = Own(await XServer.StartAsync(directory));
        await screen.StartProgramAsync(Example, "SharedMemory Example");
        // A window is there before its content is.
        byte[] before = [];
        await Eventually.SeeAsync("the window is painted", async () =>
        {
            byte[] last = before;
            before = await screen.PhotographAsync();
            return before.Distinct().Count() > 8 && before.AsSpan().SequenceEqual(last);
        }, isPainted => isPainted);
        return screen;
    }

    private async Task SeeAsync(string id, byte[] expected)
    {
        var found = await Eventually.SeeAsync("the screen is a picture", () => Api.FindAsync(id), reply => reply?.Picture is not null);
        var told = found!.Picture!;
        Assert.Equal((XServer.Width, XServer.Height, Layout, "builtIn"), (told.Width, told.Height, told.Layout?.Name, told.LayoutOrigin));

        using var picture = Image.Load<Rgb24>(await Api.PictureAsync(id));
        byte[] served = new byte[expected.Length];
        picture.CopyPixelDataTo(served);
        int wrong = served.AsSpan().CommonPrefixLength(expected);
        Assert.True(wrong == expected.Length, $"The first difference is at {wrong / 3 % XServer.Width}, {wrong / 3 / XServer.Width}.");
    }
}
