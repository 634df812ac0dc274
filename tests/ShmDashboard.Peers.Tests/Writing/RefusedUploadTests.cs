using System.Globalization;
using System.IO.Compression;
using System.Net;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Machine;
using ShmDashboard.Peers.Tests.Pictures;

namespace ShmDashboard.Peers.Tests.Writing;

/// <summary>What must not reach a segment does not; the answer says why.</summary>
public sealed class RefusedUploadTests(SharedDashboard shared) : PeerTest(shared)
{
    [Fact]
    public async Task Put_LargerThanTheLimit_413NamesTheLimit()
    {
        var key = NewKey();
        var host = await StartDashboardAsync(null, "--max-upload-mib", "1");

        var problem = await host.Api.PutPictureInVainAsync(key.Id, new byte[(1 << 20) + 1], HttpStatusCode.RequestEntityTooLarge);

        Assert.Contains("1 MiB", problem.Detail, StringComparison.Ordinal);
        Assert.Empty(key.Leftovers());
    }

    [Fact]
    public async Task Put_JpegAsFile_IsServedAgainAsItWas()
    {
        var key = NewKey();
        byte[] jpeg = JpegPicture.File;

        await Api.PutPictureAsync(key.Id, jpeg, payload: "file");

        using var response = await Api.GetPictureAsync(key.Id);
        Assert.Equal("image/jpeg", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(jpeg, await response.Content.ReadAsByteArrayAsync());
        Assert.False((await Api.ShowAsync(key.Id)).Picture?.ReadableByQImageStream);
    }

    [Fact]
    public async Task Put_Garbage_422()
    {
        await RefusedAsync([.. Enumerable.Range(0, 5000).Select(index => (byte)(index * 31 + 7))], "not a picture");
    }

    [Fact]
    public async Task Put_Nothing_422() => await RefusedAsync([], "it is empty");

    [Fact]
    public async Task Put_TruncatedPng_422()
    {
        byte[] whole = PngPicture.Make(61, 43, PngKind.Rgb8, 1).File;
        await RefusedAsync(whole[..(whole.Length / 2)]);
    }

    [Fact]
    public async Task Put_PngWithWrongChecksum_422()
    {
        byte[] damaged = PngPicture.Make(61, 43, PngKind.Rgb8, 2).File;
        damaged[damaged.Length / 2] ^= 0x10;
        await RefusedAsync(damaged);
    }

    [Fact]
    public async Task Put_HeaderOfFiftyThousandSquared_422NamesTheSize() =>
        await RefusedAsync(PngPicture.Compose(50_000, 50_000, Compressed(1000)), "50");

    [Fact]
    public async Task Put_PixelsThatUnpackWithoutEnd_422AndMemoryStaysSmall()
    {
        long before = ResidentBytes();

        await RefusedAsync(PngPicture.Compose(10, 10, Compressed(1 << 30)));

        Assert.InRange(ResidentBytes() - before, long.MinValue, 300L << 20);
    }

    private async Task RefusedAsync(byte[] upload, string mentions = "")
    {
        var key = NewKey();

        var problem = await Api.PutPictureInVainAsync(key.Id, upload, HttpStatusCode.UnprocessableEntity);

        Assert.StartsWith($"Cannot write the upload to '{key.Id}': ", problem.Detail, StringComparison.Ordinal);
        Assert.Contains(mentions, problem.Detail, StringComparison.Ordinal);
        Assert.Empty(key.Leftovers());
        Assert.Null(await Api.FindAsync(key.Id));
    }

    private long ResidentBytes() => Environment.SystemPageSize * long.Parse(
        File.ReadAllText($"/proc/{Dashboard.Pid}/statm").Split(' ')[1], CultureInfo.InvariantCulture);

    private static byte[] Compressed(long zeros)
    {
        using var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] chunk = new byte[1 << 20];
            for (long left = zeros; left > 0; left -= chunk.Length)
                zlib.Write(chunk, 0, (int)Math.Min(left, chunk.Length));
        }

        return output.ToArray();
    }
}
