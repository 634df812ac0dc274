using System.Globalization;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Machine;
using ShmDashboard.Peers.Tests.Pictures;
using ShmDashboard.Peers.Tests.Programs;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace ShmDashboard.Peers.Tests.Reading;

/// <summary>Frames of FFmpeg's in every pixel format, read by a layout of the user's: the PNG that is served is what FFmpeg shows of them.</summary>
public sealed class FfmpegFormatsTests(SharedDashboard shared, FfmpegPictures pictures) : PeerTest(shared), IClassFixture<FfmpegPictures>
{
    public static TheoryData<string> Formats => [.. FfmpegPictures.Formats.Keys];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Frame_OfEachFormat_IsShownAsFfmpegShowsIt(string format)
    {
        Ffmpeg.Require();
        string id = Own(await PosixFile.CopyAsync(pictures.FileOf(format))).Id;
        await Api.PutLayoutAsync(id, string.Create(CultureInfo.InvariantCulture,
            $$"""{"width":{{FfmpegPictures.Width}},"height":{{FfmpegPictures.Height}},"format":"{{format}}"}"""));
        using var picture = Image.Load<Rgba64>(await Api.PictureAsync(id));
        Assert.Equal((FfmpegPictures.Width, FfmpegPictures.Height), (picture.Width, picture.Height));

        int[] expected = await pictures.ShownAsync(format);
        int most = MostDifference(format), border = format.StartsWith("bayer", StringComparison.Ordinal) ? 2 : 0, at = 0;
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < picture.Width; x++, at += 4)
            {
                var pixel = picture[x, y];
                int difference = Math.Max(
                    Math.Max(Math.Abs(pixel.R - expected[at]), Math.Abs(pixel.G - expected[at + 1])),
                    Math.Max(Math.Abs(pixel.B - expected[at + 2]), Math.Abs(pixel.A - expected[at + 3])));
                bool isInside = x >= border && y >= border && x < picture.Width - border && y < picture.Height - border;
                if (isInside && difference > most)
                    Assert.Fail($"{pixel} instead of {string.Join(", ", expected[at..(at + 4)])} at {x}, {y}.");
            }
        }
    }

    [Fact]
    public async Task Formats_ThatBothKnow_AreAllTried()
    {
        Ffmpeg.Require();
        string id = Own(await PosixFile.WriteAsync([.. Enumerable.Range(1, 1024).Select(value => (byte)value)])).Id;
        var known = new List<string>();
        foreach (string format in await FfmpegPictures.KnownAsync())
        {
            using var answer = await Api.Http.GetAsync(DashboardApi.AddressOf(id, $"/picture?layout=4x4~{format}"));
            if (answer.IsSuccessStatusCode)
                known.Add(format);
        }

        // FFmpeg 5 takes big-endian floats for numbers of the limited range, so that it is no reference for them.
        Assert.Equal(["grayf32be"], known.Except(FfmpegPictures.Formats.Keys));
    }

    /// <summary>
    /// Lossless ones are the same to the last bit; the others are told in steps of eight bits. One: luma and chroma; ten bits and floats,
    /// which are shown with eight; and mosaics, whose missing colours FFmpeg averages without rounding (and but repeats in its two
    /// outermost rows and columns). Of three and four bits FFmpeg makes no full white.
    /// </summary>
    private static int MostDifference(string format) => 257 * format switch
    {
        "rgb8" or "bgr8" => 3,
        _ when format.Contains("444", StringComparison.Ordinal) && format.EndsWith('e') && !format.StartsWith('y') => 15,
        // FFmpeg takes them through luma and chroma.
        "gbrpf32le" or "gbrapf32le" => 3,
        "grayf32le" or "uyvy422" => 1,
        "ya8" or "ya16le" or "ya16be" => 0,
        _ => format[0] is 'y' or 'n' or 'p' or 'v' || format[..2] is "x2" or "ba" ? 1 : 0,
    };
}
