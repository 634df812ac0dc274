using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Inspection;
using ShmDashboard.Web.Tests.Hosting;

namespace ShmDashboard.Web.Tests.Api;

/// <summary>Raw pixels of NumPy and OpenCV: what we show is what OpenCV makes of them, what we say reads them, what we write is read.</summary>
[Trait("Category", "Kernel")]
public sealed class RawPicturesOfPythonTests(RunningDashboard dashboard, PythonRuns python)
    : IClassFixture<RunningDashboard>, IClassFixture<PythonRuns>, IDisposable
{
    private readonly string _name = $"raw-{Guid.NewGuid():N}";
    private readonly string _folder = Directory.CreateTempSubdirectory("raw-pictures-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("gray", 0)]
    [InlineData("gray16le", 0)]
    [InlineData("gray16be", 0)]
    [InlineData("bgr24", 0)]
    [InlineData("rgb24", 0)]
    [InlineData("bgra", 0)]
    [InlineData("rgba", 0)]
    [InlineData("yuyv422", 1)]
    [InlineData("uyvy422", 1)]
    [InlineData("nv12", 1)]
    [InlineData("nv21", 1)]
    [InlineData("yuv420p", 1)]
    [InlineData("yv12", 1)]
    public async Task Picture_OfEachFormat_IsWhatOpenCvMakesOfIt_AndTheSnippetsReadIt(string format, int most)
    {
        NeedsOpenCv();
        using var client = dashboard.Client(RunningDashboard.Token);
        try
        {
            long stride = long.Parse(await RunAsync("write", _name, format), CultureInfo.InvariantCulture);
            var layout = new PixelLayout { Offset = 16, Width = 64, Height = 48, StrideBytes = stride, Format = RawFormats.Named(format) };

            string asked = LayoutText.Write(LayoutDocument.Of(layout))!;
            byte[] served = await client.GetByteArrayAsync($"/api/segments/posix%3A{_name}/picture?format=png&layout={asked}", RunningDashboard.Stop);
            await File.WriteAllBytesAsync(Path.Combine(_folder, "served.png"), served, RunningDashboard.Stop);
            Assert.InRange(int.Parse(await RunAsync("compare", "served.png"), CultureInfo.InvariantCulture), 0, most);

            foreach (var snippet in RawSnippets.For(SegmentId.Posix(_name), layout).Where(snippet => snippet.Language is "NumPy" or "OpenCV"))
            {
                await RunSnippetAsync(snippet.Code + (snippet.Language == "NumPy" ? "\nnp.save(\"snippet.npy\", image)\n" : ""));
                string left = snippet.Language == "NumPy" ? "snippet.npy" : "picture.png";
                Assert.Equal((snippet.Language, "0"), (snippet.Language, await RunAsync("compare", left)));
            }
        }
        finally
        {
            File.Delete("/dev/shm/" + _name);
        }
    }

    [Theory]
    [InlineData(SegmentScheme.SystemV)]
    [InlineData(SegmentScheme.Qt)]
    public async Task SnippetsOfASystemVSegment_ReadItsPixels_AndLeaveItBehind(SegmentScheme scheme)
    {
        NeedsOpenCv();
        byte[] pixels = new byte[16 + (48 * 200)];
        new Random(7).NextBytes(pixels);
        using var segment = QtSharedMemory.Create(_name, pixels.Length);
        segment.Write(0, pixels);
        var layout = new PixelLayout { Offset = 16, Width = 64, Height = 48, StrideBytes = 200, Format = RawFormats.Named("bgr24") };
        var id = scheme == SegmentScheme.Qt ? SegmentId.Qt(_name) : SegmentId.SystemV(segment.ShmId);

        await RunCodeAsync(RawSnippets.For(id, layout).Single(snippet => snippet.Language == "NumPy").Code + "\nopen(\"pixels\", \"wb\").write(image.tobytes())\n");
        await RunCodeAsync(SnippetWriter.For(id, SnippetContent.Bytes).First(snippet => snippet.Language is "Python" or "PyQt").Code + "\nopen(\"data\", \"wb\").write(data)\n");

        Assert.Equal(pixels, await File.ReadAllBytesAsync(Path.Combine(_folder, "data"), RunningDashboard.Stop));
        Assert.Equal(
            Enumerable.Range(0, 48).SelectMany(row => pixels.AsMemory(16 + (row * 200), 192).ToArray()),
            await File.ReadAllBytesAsync(Path.Combine(_folder, "pixels"), RunningDashboard.Stop));
        using var client = dashboard.Client(RunningDashboard.Token);
        var facts = await client.GetFromJsonAsync<JsonElement>($"/api/segments/sysv%3A{segment.ShmId}", RunningDashboard.Stop);
        Assert.Equal(1, facts.GetProperty("attachedCount").GetInt32());
    }

    [Theory]
    [InlineData("gray", 0)]
    [InlineData("gray16le", 0, "bottomUp")]
    [InlineData("grayf32le", 0)]
    [InlineData("bgr24", 0)]
    [InlineData("bgr24", 0, "bottomUp")]
    [InlineData("rgba", 0)]
    [InlineData("bgrp", 0)]
    [InlineData("bgrp", 0, "bottomUp")]
    [InlineData("bayer_rggb8", 0)]
    [InlineData("yuyv422", 1)]
    [InlineData("nv12", 1)]
    [InlineData("yuv420p", 1)]
    public async Task Picture_OfEachFormatTurned_IsWhatNumPyMakesOfIt_AndTheSnippetsReadIt(string format, int most, string order = "")
    {
        NeedsOpenCv();
        using var client = dashboard.Client(RunningDashboard.Token);
        try
        {
            long stride = long.Parse(await RunAsync("write", _name, format, order), CultureInfo.InvariantCulture);
            List<(string File, int Degrees)> left = [];
            string snippets = "";
            foreach (var rotation in Enum.GetValues<PictureRotation>().Skip(1))
            {
                var layout = new PixelLayout
                {
                    Offset = 16, Width = 64, Height = 48, StrideBytes = stride, Format = RawFormats.Named(format), BottomUp = order.Length > 0, Rotation = rotation,
                };
                foreach (string type in (string[])(layout.Format is SampleFormat { IsPlanar: false } or BayerFormat ? ["png", "npy"] : ["png"]))
                {
                    byte[] served = await client.GetByteArrayAsync(
                        $"/api/segments/posix%3A{_name}/picture?layout={LayoutText.Write(LayoutDocument.Of(layout))}&format={type}", RunningDashboard.Stop);
                    await File.WriteAllBytesAsync(Path.Combine(_folder, Name("served", type)), served, RunningDashboard.Stop);
                    left.Add((Name("served", type), (int)rotation));
                }

                foreach (var snippet in RawSnippets.For(SegmentId.Posix(_name), layout).Where(snippet => snippet.Language == "NumPy" || (snippet.Language == "OpenCV" && !layout.Format.IsFloat)))
                {
                    bool isArray = snippet.Language == "NumPy";
                    string file = Name(snippet.Language, isArray ? "npy" : "png");
                    snippets += snippet.Code.Replace("picture.png", file, StringComparison.Ordinal) + (isArray ? $"\nnp.save(\"{file}\", image)\n" : "\n");
                    // Luma and chroma are an array of bytes, which is turned once it is pixels.
                    left.Add((file, isArray && layout.Format is YuvFormat ? 0 : (int)rotation));
                }

                string Name(string who, string type) => $"{who}-{(int)rotation}.{type}";
            }

            await RunSnippetAsync(snippets);
            string[] differences = (await RunAsync(["compare", .. left.SelectMany(one => (string[])[one.File, one.Degrees.ToString(CultureInfo.InvariantCulture)])])).Split('\n');
            Assert.All(left.Zip(differences), pair => Assert.True(
                double.Parse(pair.Second, CultureInfo.InvariantCulture) <= (pair.First.File.StartsWith("served", StringComparison.Ordinal) ? most : 0), $"{pair.First}: {pair.Second}"));
        }
        finally
        {
            File.Delete("/dev/shm/" + _name);
        }
    }

    [Theory]
    [InlineData("y10p")]
    [InlineData("y12p")]
    [InlineData("y14p")]
    [InlineData("mono10p")]
    [InlineData("mono12p")]
    [InlineData("mono14p")]
    [InlineData("mono10packed")]
    [InlineData("mono12packed")]
    [InlineData("srggb10p")]
    [InlineData("sbggr12p")]
    [InlineData("sgrbg14p")]
    [InlineData("bayerrg10p")]
    [InlineData("bayergb12p")]
    [InlineData("bayerbg12packed")]
    public async Task Values_OfSamplesThatShareBytes_AreThoseThatNumPyPacked(string format)
    {
        NeedsOpenCv();
        using var client = dashboard.Client(RunningDashboard.Token);
        try
        {
            long stride = long.Parse(await RunAsync("pack", _name, format), CultureInfo.InvariantCulture);
            Assert.Equal(RawFormats.Named(format).RowBytes(64), stride);

            Assert.Equal("0", await DifferenceAsync(client, $"&layout=64x48~{format}~offset16"));
        }
        finally
        {
            File.Delete("/dev/shm/" + _name);
        }
    }

    [Theory]
    [InlineData("grey")]
    [InlineData("colour")]
    [InlineData("planes")]
    public async Task Values_OfAnArrayInFortransOrder_AreThoseThatNumPySaved(string shape)
    {
        NeedsOpenCv();
        using var client = dashboard.Client(RunningDashboard.Token);
        try
        {
            await RunAsync("fortran", _name, shape);

            Assert.Equal("0", await DifferenceAsync(client, ""));
        }
        finally
        {
            File.Delete("/dev/shm/" + _name);
        }
    }

    [Theory]
    [InlineData("gray16le", 0.04, -273.15)]
    [InlineData("gray16be", 1d, -32768d)]
    [InlineData("bgr24", -0.5, 3d)]
    [InlineData("grayf32le", 1000d, 0d)]
    public async Task Values_OfNumbersThatAreScaled_AreWhatNumPyMakesOfThem_AndTheSnippetReadsThem(string format, double factor, double zero)
    {
        NeedsOpenCv();
        using var client = dashboard.Client(RunningDashboard.Token);
        try
        {
            long stride = long.Parse(await RunAsync("write", _name, format), CultureInfo.InvariantCulture);
            var layout = new PixelLayout { Offset = 16, Width = 64, Height = 48, StrideBytes = stride, Format = RawFormats.Named(format), Scale = new(factor, zero) };

            byte[] served = await client.GetByteArrayAsync(
                $"/api/segments/posix%3A{_name}/picture?layout={LayoutText.Write(LayoutDocument.Of(layout))}&format=npy", RunningDashboard.Stop);
            await File.WriteAllBytesAsync(Path.Combine(_folder, "served.npy"), served, RunningDashboard.Stop);
            string code = RawSnippets.For(SegmentId.Posix(_name), layout).Single(snippet => snippet.Language == "NumPy").Code;
            await RunSnippetAsync(code + "\nnp.save(\"snippet.npy\", image)\n");
            await RunAsync("scale", factor.ToString(CultureInfo.InvariantCulture), zero.ToString(CultureInfo.InvariantCulture));

            string[] differences = (await RunAsync("compare", "served.npy", "0", "snippet.npy", "0")).Split('\n');
            Assert.All(differences, difference => Assert.InRange(double.Parse(difference, CultureInfo.InvariantCulture), 0, 1e-9));
        }
        finally
        {
            File.Delete("/dev/shm/" + _name);
        }
    }

    [Fact]
    public async Task Frame_PutIntoACamerasSegment_IsReadAsItsNext()
    {
        NeedsOpenCv();
        using var client = dashboard.Client(RunningDashboard.Token);
        string name = "camera_shm_" + _name;
        try
        {
            await RunAsync("camera", name);
            byte[] png = Preview.Png.Draw(64, 48, 3, (x, y) => (1, y > 0.5 ? 1 : 0, x > 0.5 ? 0.2 : 0, 1));

            using var written = await client.PutAsync($"/api/segments/posix%3A{name}/frame", new ByteArrayContent(png), RunningDashboard.Stop);

            Assert.True(written.IsSuccessStatusCode, await written.Content.ReadAsStringAsync(RunningDashboard.Stop));
            Assert.Equal("10 42 0 0 255 51 255 255", await RunAsync("frame", name));
        }
        finally
        {
            File.Delete("/dev/shm/" + name);
        }
    }

    private async Task<string> DifferenceAsync(HttpClient client, string query)
    {
        byte[] served = await client.GetByteArrayAsync($"/api/segments/posix%3A{_name}/picture?format=npy{query}", RunningDashboard.Stop);
        await File.WriteAllBytesAsync(Path.Combine(_folder, "served.npy"), served, RunningDashboard.Stop);
        return await RunAsync("compare", "served.npy");
    }

    private static void NeedsOpenCv() => Assert.SkipUnless(
        Directory.Exists("/usr/lib/python3/dist-packages") && Directory.EnumerateFiles("/usr/lib/python3/dist-packages", "cv2*").Any(),
        "OpenCV for Python is not here. Install it with: sudo apt-get install python3-opencv");

    private async Task RunSnippetAsync(string code)
    {
        await RunCodeAsync(code);
        Assert.True(File.Exists("/dev/shm/" + _name), "The snippet took the segment away.");
    }

    private async Task RunCodeAsync(string code)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "snippet.py"), code, RunningDashboard.Stop);
        await RunScriptAsync(Path.Combine(_folder, "snippet.py"));
    }

    private Task<string> RunAsync(params string[] arguments) => RunScriptAsync(PythonRuns.RawPictures, arguments);

    private Task<string> RunScriptAsync(string script, params string[] arguments) => python.RunAsync(_folder, script, arguments);
}
