using System.Security.Cryptography;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Machine;
using ShmDashboard.Peers.Tests.Pictures;
using ShmDashboard.Peers.Tests.Programs;

namespace ShmDashboard.Peers.Tests.Python;

/// <summary>Python's multiprocessing.shared_memory: POSIX segments, no lock, no format.</summary>
public sealed class PythonSharedMemoryTests(SharedDashboard shared) : PeerTest(shared)
{
    [Theory]
    [InlineData("psm-")]
    [InlineData("a name with spaces ")]
    [InlineData("100% #1 %41?&= ")]
    public async Task Show_TextFromPython_IsThatText(string prefix)
    {
        string name = prefix + Guid.NewGuid().ToString("N");
        var writer = await StartAsync(PeerKind.Python);
        await writer.AskAsync("create", name, 100);
        try
        {
            await writer.AskAsync("write", "Hello, Client!");

            var segment = await Api.ShowAsync("posix:" + name);

            Assert.Equal("Hello, Client!", segment.Text);
            Assert.Equal(("posix", "/" + name, 100), (segment.Kind, segment.Name, segment.SizeBytes));
            Assert.Equal("none", segment.Lock.State);
            // Who has it mapped is found by the next scan of all processes.
            await Eventually.SeeAsync("the writer is attached", () => Api.ShowAsync("posix:" + name),
                found => found.Attached.Select(process => process.Pid).SequenceEqual([writer.Pid]));
            Assert.Contains(await Api.ListAsync(), row => row.Id == "posix:" + name);
        }
        finally
        {
            await writer.AskAsync("unlink");
        }

        Assert.Null(await Api.FindAsync("posix:" + name));
    }

    [Theory]
    [InlineData("psm-")]
    [InlineData("a picture with spaces ")]
    public async Task Picture_PngFromPython_IsThatPngAndFollowsTheNext(string prefix)
    {
        string name = prefix + Guid.NewGuid().ToString("N");
        byte[] first = PngPicture.Make(61, 43, PngKind.Rgba8, 1).File;
        byte[] second = PngPicture.Make(43, 61, PngKind.Grey16, 2).File;
        var writer = await StartAsync(PeerKind.Python);
        await writer.AskAsync("create", name, 200_000);
        try
        {
            await writer.AskAsync("writefile", WriteFile("first.png", first));
            Assert.Equal(first, await Api.PictureAsync("posix:" + name));

            await writer.AskAsync("writefile", WriteFile("second.png", second));
            Assert.Equal(second, await Api.PictureAsync("posix:" + name));
            Assert.Equal("noLock", (await Api.ShowAsync("posix:" + name)).Picture?.Verdict);
        }
        finally
        {
            await writer.AskAsync("unlink");
        }
    }

    [Theory]
    [InlineData("psm-")]
    [InlineData("from the dashboard ")]
    public async Task Put_PngForPython_IsThoseBytesUntilReleased(string prefix)
    {
        string name = prefix + Guid.NewGuid().ToString("N");
        byte[] picture = PngPicture.Make(61, 43, PngKind.Rgba8, 3).File;
        var reader = await StartAsync(PeerKind.Python);

        await Api.PutPictureAsync("posix:" + name, picture);
        await reader.AskAsync("open", name);

        Assert.Equal(
            $"{picture.Length} {Convert.ToHexStringLower(SHA256.HashData(picture))}", await reader.AskAsync("read", picture.Length));
        await reader.AskAsync("close");
        await Api.ReleaseAsync("posix:" + name);
        Assert.False(File.Exists("/dev/shm/" + name));
    }

    [Fact]
    public async Task Put_TextForPython_IsThatTextEvenOverALongerOne()
    {
        string name = "psm-" + Guid.NewGuid().ToString("N");
        var peer = await StartAsync(PeerKind.Python);
        await peer.AskAsync("create", name, 100);
        try
        {
            await peer.AskAsync("write", "a long greeting to everybody");

            await Api.PutTextAsync("posix:" + name, "héllo", "utf8");

            Assert.Equal("héllo", await peer.AskTextAsync("readtext"));
        }
        finally
        {
            await peer.AskAsync("unlink");
        }
    }

    [Fact]
    public async Task Bytes_NumpyArrayFromPython_AreItsPixels()
    {
        string name = "psm-" + Guid.NewGuid().ToString("N");
        var writer = await StartAsync(PeerKind.Python);
        await writer.AskAsync("create", name, 64 * 48 * 4);
        try
        {
            string hash = await writer.AskAsync("ndarray", 64, 48, 7);

            byte[] bytes = await Api.BytesAsync("posix:" + name, 0, 64 * 48 * 4);

            Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        finally
        {
            await writer.AskAsync("unlink");
        }
    }
}
