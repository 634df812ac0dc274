using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Machine;
using ShmDashboard.Peers.Tests.Programs;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace ShmDashboard.Peers.Tests.Reading;

/// <summary>FITS files of FFmpeg's, recognised without being told: upright, in their colours, and with the values that were meant.</summary>
public sealed class FitsTests(SharedDashboard shared) : PeerTest(shared)
{
    private const int Width = 36;
    private const int Height = 22;

    [Theory]
    [InlineData("gray", "gray")]
    [InlineData("gbrp", "rgbp")]
    [InlineData("gbrap", "rgbap")]
    public async Task Fits_OfBytes_IsThePictureThatWasWritten(string written, string read)
    {
        var (id, expected) = await WriteAsync(written, "rgba");

        var found = await Eventually.SeeAsync("a picture", () => Api.FindAsync(id), reply => reply?.Picture is not null);
        Assert.Equal((Width, Height, read, "FITS"), (found!.Picture!.Width, found.Picture.Height, found.Picture.Format, found.Picture.Layout?.Name));
        using var picture = Image.Load<Rgba32>(await Api.PictureAsync(id));
        byte[] served = new byte[expected.Length];
        picture.CopyPixelDataTo(served);
        Assert.Equal(expected, served);
    }

    // BZERO = 32768: what is stored is signed.
    [Theory]
    [InlineData("gray16be", "gray16be", "s16be")]
    [InlineData("gbrp16be", "rgb48be", "rgbps16be")]
    public async Task Fits_OfUnsigned16BitNumbers_TellsThemAsTheyWereMeant(string written, string reference, string read)
    {
        var (id, expected) = await WriteAsync(written, reference);

        var found = await Eventually.SeeAsync("a picture", () => Api.FindAsync(id), reply => reply?.Picture is not null);
        Assert.Equal(read, found!.Picture!.Format);
        string answer = await Api.Http.GetStringAsync(DashboardApi.AddressOf(id, $"/pixels?x=0&y=0&width={Width}&height={Height}"));
        double[] told = [.. JsonDocument.Parse(answer).RootElement.GetProperty("values").EnumerateArray()
            .SelectMany(row => row.EnumerateArray()).SelectMany(pixel => pixel.EnumerateArray()).Select(value => value.GetDouble())];

        ushort[] meant = [.. Enumerable.Range(0, expected.Length / 2).Select(at => BinaryPrimitives.ReadUInt16BigEndian(expected.AsSpan(2 * at)))];
        Assert.Equal([.. meant.Select(value => (double)value)], told);
        using var picture = Image.Load<Rgb48>(await Api.PictureAsync(id));
        var served = new Rgb48[Width * Height];
        picture.CopyPixelDataTo(served);
        ushort[] channels = [.. served.SelectMany(pixel => (ushort[])[pixel.R, pixel.G, pixel.B])];
        Assert.Equal(reference == "rgb48be" ? meant : [.. meant.SelectMany(value => Enumerable.Repeat(value, 3))], channels);
    }

    [Fact]
    public async Task Fits_OfSeveralPlanes_HasThemAsPicturesBehindEachOther()
    {
        var (id, _) = await WriteAsync("gbrp", "rgba", bytes => Replace(bytes, "CTYPE3  = 'RGB", "CTYPE3  = 'FRQ"));

        var found = await Eventually.SeeAsync("a picture", () => Api.FindAsync(id), reply => reply?.Picture is not null);
        Assert.Equal("gray", found!.Picture!.Format);
        string answer = await Api.Http.GetStringAsync(DashboardApi.AddressOf(id, "/layouts"));
        Assert.Equal(3, JsonDocument.Parse(answer).RootElement.GetProperty("slots").GetInt32());
    }

    /// <summary>Has the file written and shares it, and gives the same picture as raw pixels.</summary>
    private async Task<(string Id, byte[] Raw)> WriteAsync(string format, string reference, Action<byte[]>? change = null)
    {
        Ffmpeg.Require();
        string fits = Path.Combine(TemporaryDirectory, "picture.fits");
        byte[] raw = await Ffmpeg.RunAsync(
            "-f", "lavfi", "-i", string.Create(CultureInfo.InvariantCulture, $"testsrc2=size={Width}x{Height}:rate=1,format={format}"),
            "-frames:v", "1", "-f", "fits", fits, "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", reference, "-");
        if (change is not null)
        {
            byte[] bytes = await File.ReadAllBytesAsync(fits);
            change(bytes);
            await File.WriteAllBytesAsync(fits, bytes);
        }

        return (Own(await PosixFile.CopyAsync(fits)).Id, raw);
    }

    private static void Replace(byte[] bytes, string text, string by)
    {
        int at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text));
        Assert.True(at >= 0, text);
        Encoding.ASCII.GetBytes(by).CopyTo(bytes, at);
    }
}
