using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Machine;
using ShmDashboard.Peers.Tests.Programs;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace ShmDashboard.Peers.Tests.Reading;

/// <summary>FITS files of FFmpeg's, recognised without being told: upright, in their colours, and with the numbers that are stored.</summary>
public sealed class FitsTests(SharedDashboard shared) : PeerTest(shared)
{
    private const string Program = "/usr/bin/ffmpeg";
    private const int Width = 36;
    private const int Height = 22;

    [Theory]
    [InlineData("gray", "gray")]
    [InlineData("gbrp", "rgbp")]
    [InlineData("gbrap", "rgbap")]
    public async Task Fits_OfBytes_IsThePictureThatWasWritten(string written, string read)
    {
        byte[] expected = await WriteAsync(written, "rgba");

        await InSharedMemoryAsync(async id =>
        {
            var found = await Eventually.SeeAsync("a picture", () => Api.FindAsync(id), reply => reply?.Picture is not null);
            Assert.Equal((Width, Height, read, "FITS"), (found!.Picture!.Width, found.Picture.Height, found.Picture.Format, found.Picture.Layout?.Name));
            using var picture = Image.Load<Rgba32>(await Api.PictureAsync(id));
            byte[] served = new byte[expected.Length];
            picture.CopyPixelDataTo(served);
            Assert.Equal(expected, served);
        });
    }

    [Fact]
    public async Task Fits_OfUnsigned16BitNumbers_TellsThemAsTheyAreStored()
    {
        byte[] expected = await WriteAsync("gray16be", "gray16be");

        await InSharedMemoryAsync(async id =>
        {
            await Eventually.SeeAsync("a picture", () => Api.FindAsync(id), reply => reply?.Picture is not null);
            string answer = await Api.Http.GetStringAsync(DashboardApi.AddressOf(id, $"/pixels?x=0&y=0&width={Width}&height={Height}"));
            double[] told = [.. JsonDocument.Parse(answer).RootElement.GetProperty("values").EnumerateArray()
                .SelectMany(row => row.EnumerateArray()).Select(pixel => pixel.ValueKind == JsonValueKind.Array ? pixel[0].GetDouble() : pixel.GetDouble())];

            // BZERO = 32768: what is stored is signed.
            Assert.Equal([.. Enumerable.Range(0, Width * Height).Select(at => BinaryPrimitives.ReadUInt16BigEndian(expected.AsSpan(2 * at)) - 32768d)], told);
        });
    }

    private string FitsFile => Path.Combine(TemporaryDirectory, "picture.fits");

    /// <summary>Has the file written, and gives the same picture as raw pixels.</summary>
    private async Task<byte[]> WriteAsync(string format, string reference)
    {
        Requirement.Program(Program, "ffmpeg");
        string raw = Path.Combine(TemporaryDirectory, "picture.raw");
        string source = string.Create(CultureInfo.InvariantCulture, $"testsrc2=size={Width}x{Height}:rate=1,format={format}");
        using var process = Process.Start(new ProcessStartInfo(Program,
        [
            "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", source,
            "-frames:v", "1", "-f", "fits", FitsFile, "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", reference, raw,
        ]))!;
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return await File.ReadAllBytesAsync(raw);
    }

    private async Task InSharedMemoryAsync(Func<string, Task> look)
    {
        string name = "fits-" + Guid.NewGuid().ToString("N");
        File.Copy(FitsFile, "/dev/shm/" + name);
        try
        {
            await look("posix:" + name);
        }
        finally
        {
            File.Delete("/dev/shm/" + name);
        }
    }
}
