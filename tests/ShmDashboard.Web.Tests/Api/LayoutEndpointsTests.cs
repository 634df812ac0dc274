using System.Net;
using System.Text.Json;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Tests.Hosting;

namespace ShmDashboard.Web.Tests.Api;

[Trait("Category", "Kernel")]
public sealed class LayoutEndpointsTests : IClassFixture<RunningDashboard>, IDisposable
{
    private readonly RunningDashboard _dashboard;
    private readonly string _name = $"layouts-{Guid.NewGuid():N}";
    private readonly PosixSegment _segment;
    private readonly float[] _depths = [1.5f, float.NaN, -2, 4, 5, 6];

    public LayoutEndpointsTests(RunningDashboard dashboard)
    {
        _dashboard = dashboard;
        _segment = PosixSegment.Create(_name, 24);
        _segment.Write(0, System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(_depths));
    }

    private string Address => $"/api/segments/posix%3A{_name}";

    public void Dispose()
    {
        _segment.Dispose();
        File.Delete("/dev/shm/" + _name);
    }

    [Fact]
    public async Task Put_Layout_MakesAPictureWithTrueValues()
    {
        using var client = _dashboard.Client(RunningDashboard.Token);
        string json = LayoutJson.Write(LayoutDocument.Of(PixelLayout.Dense(RawFormats.Named("grayf32le"), 3, 2)));
        using var put = await client.PutAsync(Address + "/layout", new StringContent(json), RunningDashboard.Stop);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);

        var picture = (await Json(client, Address)).GetProperty("picture");
        Assert.Equal(("grayf32le", 3, 2, "user"), (
            picture.GetProperty("format").GetString(), picture.GetProperty("width").GetInt32(), picture.GetProperty("height").GetInt32(),
            picture.GetProperty("layoutOrigin").GetString()));
        Assert.Equal(12, picture.GetProperty("layout").GetProperty("strideBytes").GetInt32());

        var values = (await Json(client, Address + "/pixels?width=3&height=2")).GetProperty("values");
        Assert.Equal("[[[1.5],[\"NaN\"],[-2]],[[4],[5],[6]]]", values.GetRawText());
        var statistics = (await Json(client, Address + "/statistics")).GetProperty("channels")[0];
        Assert.Equal((5, 1, -2, 6), (
            statistics.GetProperty("count").GetInt32(), statistics.GetProperty("notFinite").GetInt32(),
            statistics.GetProperty("min").GetDouble(), statistics.GetProperty("max").GetDouble()));
        byte[] raw = await client.GetByteArrayAsync(Address + "/picture?format=raw", RunningDashboard.Stop);
        Assert.Equal(_depths, System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(raw).ToArray());
        byte[] array = await client.GetByteArrayAsync(Address + "/picture?format=npy", RunningDashboard.Stop);
        Assert.Equal(raw, array[128..]);
        byte[] png = await client.GetByteArrayAsync(Address + "/picture?colours=viridis&percentile=1", RunningDashboard.Stop);
        Assert.Equal("PNG"u8.ToArray(), png[1..4]);

        using var delete = await client.DeleteAsync(Address + "/layout", RunningDashboard.Stop);
        Assert.Equal("none", (await Json(client, Address + "/layouts")).GetProperty("origin").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Get_ByALayoutOfALargeSegmentInWhichNothingIsKnown_ReadsAllThatTheLayoutNeeds(bool isWatched)
    {
        const int Width = 8192, Height = 8200;
        string name = $"layouts-large-{Guid.NewGuid():N}";
        using var segment = PosixSegment.Create(name, Width * Height);
        try
        {
            segment.Write(0, new byte[] { 1 });
            segment.Write((Width * Height) - 1, new byte[] { 77 });
            using var watch = isWatched ? _dashboard.Monitor.Watch(SegmentId.Posix(name)) : null;
            using var client = _dashboard.Client(RunningDashboard.Token);

            var last = await Json(client, $"/api/segments/posix%3A{name}/pixels?x={Width - 1}&y={Height - 1}&layout={Width}x{Height}~gray");
            Assert.Equal("[[[77]]]", last.GetProperty("values").GetRawText());
            using var misfit = await client.GetAsync($"/api/segments/posix%3A{name}/picture?layout={Width}x{Height + 1}~gray", RunningDashboard.Stop);
            Assert.Contains("not within 67,174,400 bytes", await misfit.Content.ReadAsStringAsync(RunningDashboard.Stop), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete("/dev/shm/" + name);
        }
    }

    [Fact]
    public async Task Get_OfASegmentThatIsLargerThanIsEverCopied_SaysHowFarItWasLookedAt()
    {
        string name = $"layouts-sparse-{Guid.NewGuid():N}";
        using var segment = PosixSegment.Create(name, 1L << 31);
        try
        {
            segment.Write(1 << 30, new byte[] { 9 });
            using var client = _dashboard.Client(RunningDashboard.Token);

            Assert.Contains("it holds only zeros as far as it was looked at.", await Text(client, $"/api/segments/posix%3A{name}/payload"), StringComparison.Ordinal);
            Assert.Contains("only zeros as far as its 2,147,483,648 bytes were looked at.", await Text(client, $"/api/segments/posix%3A{name}/pixels?layout=16384x8192~gray16le"), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete("/dev/shm/" + name);
        }
    }

    [Fact]
    public async Task Put_LayoutThatIsShownTurned_IsTurnedWhereverItIsTold()
    {
        using var client = _dashboard.Client(RunningDashboard.Token);
        using var put = await client.PutAsync(
            Address + "/layout", new StringContent("""{"width":3,"height":2,"format":"grayf32le","rotation":90}"""), RunningDashboard.Stop);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);

        var picture = (await Json(client, Address)).GetProperty("picture");
        Assert.Equal((2, 3), (picture.GetProperty("width").GetInt32(), picture.GetProperty("height").GetInt32()));
        var layout = picture.GetProperty("layout");
        Assert.Equal((3, 2, 90), (layout.GetProperty("width").GetInt32(), layout.GetProperty("height").GetInt32(), layout.GetProperty("rotation").GetInt32()));

        Assert.Equal("[[[4],[1.5]],[[5],[\"NaN\"]],[[6],[-2]]]", (await Json(client, Address + "/pixels?width=2&height=3")).GetProperty("values").GetRawText());
        Assert.Equal("[[[-2]]]", (await Json(client, Address + "/pixels?x=1&y=2")).GetProperty("values").GetRawText());
        using var beyond = await client.GetAsync(Address + "/pixels?x=2&y=0", RunningDashboard.Stop);
        Assert.Contains("the picture has 2 x 3", await beyond.Content.ReadAsStringAsync(RunningDashboard.Stop), StringComparison.Ordinal);
        var right = (await Json(client, Address + "/statistics?x=1&width=1")).GetProperty("channels")[0];
        Assert.Equal((2, 1, -2, 1.5), (
            right.GetProperty("count").GetInt32(), right.GetProperty("notFinite").GetInt32(), right.GetProperty("min").GetDouble(), right.GetProperty("max").GetDouble()));

        using var raw = await client.GetAsync(Address + "/picture?format=raw", RunningDashboard.Stop);
        Assert.Equal(("2x3", "8", "grayf32le"), (Head(raw, "Size"), Head(raw, "Stride"), Head(raw, "Format")));
        byte[] values = await raw.Content.ReadAsByteArrayAsync(RunningDashboard.Stop);
        Assert.Equal([4, 1.5f, 5, float.NaN, 6, -2], System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(values).ToArray());
        using var array = await client.GetAsync(Address + "/picture?format=npy", RunningDashboard.Stop);
        Assert.Equal("2x3", Head(array, "Size"));
        Assert.Equal(values, (await array.Content.ReadAsByteArrayAsync(RunningDashboard.Stop))[128..]);
        using var narrow = await client.GetAsync(Address + "/picture?format=npy&width=1", RunningDashboard.Stop);
        Assert.Contains("Leave width out", await narrow.Content.ReadAsStringAsync(RunningDashboard.Stop), StringComparison.Ordinal);
        using var png = await client.GetAsync(Address + "/picture?format=png", RunningDashboard.Stop);
        Assert.Equal("2x3", Head(png, "Size"));

        using var mosaic = await client.GetAsync(Address + "/picture?format=npy&layout=3x2~bayer_rggb8~rotate90", RunningDashboard.Stop);
        Assert.Equal("bayer_grbg8", Head(mosaic, "Format"));
        using var wrong = await client.PutAsync(
            Address + "/layout", new StringContent("""{"width":3,"height":2,"format":"grayf32le","rotation":80}"""), RunningDashboard.Stop);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("Line 1, column 55 (at $.", await wrong.Content.ReadAsStringAsync(RunningDashboard.Stop), StringComparison.Ordinal);
        using var delete = await client.DeleteAsync(Address + "/layout", RunningDashboard.Stop);

        static string? Head(HttpResponseMessage response, string name) => response.Headers.GetValues("X-Picture-" + name).Single();
    }

    [Theory]
    [InlineData("grayf32le", "9", "Cannot show channel 9 of a picture in grayf32le: it has one channel, grey. Give channel=0, or leave it out.")]
    [InlineData("rgb24", "3", "Cannot show channel 3 of a picture in rgb24: it has 3 channels, R, G, B. Give channel=0 to 2, or leave it out.")]
    [InlineData("rgb24", "-1", "Cannot show channel -1 of a picture in rgb24: it has 3 channels, R, G, B. Give channel=0 to 2, or leave it out.")]
    [InlineData("rgb24", "0.5", "Cannot show channel 0.5 of a picture in rgb24: it has 3 channels, R, G, B. Give channel=0 to 2, or leave it out.")]
    [InlineData("rgb24", "2", null)]
    public async Task Get_PictureOfAChannel_IsRefusedWhereThereIsNone(string format, string channel, string? problem)
    {
        using var client = _dashboard.Client(RunningDashboard.Token);
        using var answer = await client.GetAsync($"{Address}/picture?layout=2x1~{format}&channel={channel}", RunningDashboard.Stop);

        Assert.Equal(problem is null ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.StatusCode);
        if (problem is not null)
        {
            using var told = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(RunningDashboard.Stop));
            Assert.Equal(problem, told.RootElement.GetProperty("detail").GetString());
        }
    }

    [Theory]
    [InlineData("log=yes", "Cannot show with log 'yes': expected true or false.")]
    [InlineData("marks=1", "Cannot show with marks '1': expected true or false.")]
    public async Task Get_WithAWordThatIsNoAnswer_IsRefused(string query, string problem)
    {
        using var client = _dashboard.Client(RunningDashboard.Token);

        Assert.Contains(problem, await Text(client, $"{Address}/picture?layout=2x1~grayf32le&{query}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_PixelsBehindTheEnd_SaysSo()
    {
        using var client = _dashboard.Client(RunningDashboard.Token);
        using var put = await client.PutAsync(
            Address + "/layout", new StringContent("""{"width":1,"height":1,"format":"gray","offset":25}"""), RunningDashboard.Stop);

        using var told = JsonDocument.Parse(await put.Content.ReadAsStringAsync(RunningDashboard.Stop));
        Assert.Equal($"Cannot read 'posix:{_name}' by this layout: The pixels would start behind the end of the segment, at 24.",
            told.RootElement.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Get_ByALayoutOfTheQuery_ReadsByItAndLaysNothingDown()
    {
        using var client = _dashboard.Client(RunningDashboard.Token);

        var values = (await Json(client, Address + "/pixels?layout=2x1~grayf32le~offset12&width=2")).GetProperty("values");
        Assert.Equal("[[[4],[5]]]", values.GetRawText());
        var statistics = (await Json(client, Address + "/statistics?layout=2x1~grayf32le~offset12")).GetProperty("channels")[0];
        Assert.Equal(4.5, statistics.GetProperty("mean").GetDouble());
        byte[] raw = await client.GetByteArrayAsync(Address + "/picture?layout=2x1~grayf32le~offset12&format=raw", RunningDashboard.Stop);
        Assert.Equal([4f, 5f], System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(raw).ToArray());
        using var misfit = await client.GetAsync(Address + "/pixels?layout=200x1~grayf32le", RunningDashboard.Stop);
        Assert.Equal(HttpStatusCode.BadRequest, misfit.StatusCode);
        Assert.Contains("ends at 800, not within 24 bytes", await misfit.Content.ReadAsStringAsync(RunningDashboard.Stop), StringComparison.Ordinal);
        Assert.Equal("none", (await Json(client, Address + "/layouts")).GetProperty("origin").GetString());
    }

    [Fact]
    public async Task Put_Frame_IsConvertedToTheSegmentsOwnFormatAndNothingElseIsTouched()
    {
        using var client = _dashboard.Client(RunningDashboard.Token);
        string json = LayoutJson.Write(LayoutDocument.Of(PixelLayout.Dense(RawFormats.Named("bgr24"), 3, 2, offset: 4)));
        using var put = await client.PutAsync(Address + "/layout", new StringContent(json), RunningDashboard.Stop);
        byte[] before = await client.GetByteArrayAsync(Address + "/bytes?count=24", RunningDashboard.Stop);

        var plan = await Json(client, Address + "/plan/frame?width=6&height=4");
        Assert.Equal((true, 3, 2, "overwrite"), (
            plan.GetProperty("scaled").GetBoolean(), plan.GetProperty("width").GetInt32(), plan.GetProperty("height").GetInt32(),
            plan.GetProperty("write").GetProperty("action").GetString()));
        using var written = await client.PutAsync(
            Address + "/frame?situation=" + Uri.EscapeDataString(plan.GetProperty("write").GetProperty("situation").GetString()!),
            new ByteArrayContent(Preview.Png.Draw(3, 2, 3, (x, y) => (1, y * 2, 0.2, 1))), RunningDashboard.Stop);

        Assert.Equal(HttpStatusCode.OK, written.StatusCode);
        byte[] after = await client.GetByteArrayAsync(Address + "/bytes?count=24", RunningDashboard.Stop);
        Assert.Equal([.. before[..4], 51, 0, 255, 51, 0, 255, 51, 0, 255, 51, 255, 255, 51, 255, 255, 51, 255, 255, .. before[22..]], after);
        using var nothing = await client.PutAsync(Address + "/frame", new StringContent("no picture"), RunningDashboard.Stop);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nothing.StatusCode);
        using var delete = await client.DeleteAsync(Address + "/layout", RunningDashboard.Stop);
        using var unknown = await client.PutAsync(Address + "/frame", new ByteArrayContent(Preview.Png.Draw(3, 2, 3, (_, _) => default)), RunningDashboard.Stop);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Get_Layouts_AreTheFileOfTheUsersOwn()
    {
        using var client = _dashboard.Client(RunningDashboard.Token);
        string json = LayoutJson.Write(LayoutDocument.Of(PixelLayout.Dense(RawFormats.Named("gray"), 4, 6)));
        using var put = await client.PutAsync(Address + "/layout", new StringContent(json), RunningDashboard.Stop);

        var documents = LayoutJson.ReadMany(await client.GetByteArrayAsync("/api/layouts", RunningDashboard.Stop), out var problem);
        using var delete = await client.DeleteAsync(Address + "/layout", RunningDashboard.Stop);

        Assert.Null(problem);
        Assert.Contains(documents, document => document.Match?.Name == _name && document.Height == 6);
    }

    [Theory]
    [InlineData("{\n \"width\": 3, \"heigth\": 2 }", "Line 2, column ")]
    [InlineData("{ \"width\": 3, \"height\": 20, \"format\": \"rgba\" }", "ends at 240, not within 24 bytes.")]
    public async Task Put_LayoutThatCannotBe_SaysWhy(string json, string expected)
    {
        using var client = _dashboard.Client(RunningDashboard.Token);
        using var put = await client.PutAsync(Address + "/layout", new StringContent(json), RunningDashboard.Stop);

        Assert.Equal(HttpStatusCode.BadRequest, put.StatusCode);
        Assert.Contains(expected, (await Read(put)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pixels?x=1&width=2&height=1", "Cannot read 2 x 1 pixels at 1, 0: the picture has 2 x 1. Ask for a region within it.")]
    [InlineData("statistics?x=1&width=2&height=1", "Cannot read 2 x 1 pixels at 1, 0: the picture has 2 x 1. Ask for a region within it.")]
    [InlineData("statistics?x=2", "Cannot read 0 x 1 pixels at 2, 0: the picture has 2 x 1. Ask for a region within it.")]
    [InlineData("statistics?x=-1", "Cannot read 3 x 1 pixels at -1, 0: the picture has 2 x 1. Ask for a region within it.")]
    [InlineData("statistics?channel=3", "Cannot show channel 3 of a picture in rgb24: it has 3 channels, R, G, B. Give channel=0 to 2, or leave it out.")]
    [InlineData("picture?colours=turbo", "Cannot show with colours 'turbo' a picture in rgb24: it has colours of its own. Give channel=0 to 2 too, to colour one of its channels, or leave colours out.")]
    [InlineData("picture?colours=none", "Cannot show with colours 'none': expected ")]
    public async Task Get_WhatAPictureDoesNotHave_IsRefused(string query, string problem)
    {
        using var client = _dashboard.Client(RunningDashboard.Token);

        using var answer = await client.GetAsync($"{Address}/{query}&layout=2x1~rgb24", RunningDashboard.Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith(problem, (await Read(answer)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_StatisticsOfAChannel_AreOfThatAlone()
    {
        using var client = _dashboard.Client(RunningDashboard.Token);

        var all = (await Json(client, Address + "/statistics?layout=2x1~rgb24")).GetProperty("channels");
        var green = (await Json(client, Address + "/statistics?layout=2x1~rgb24&channel=1")).GetProperty("channels");
        var right = await Json(client, Address + "/statistics?layout=2x1~rgb24&x=1");

        Assert.Equal(all[1].GetRawText(), Assert.Single(green.EnumerateArray()).GetRawText());
        Assert.Equal((1, 1), (right.GetProperty("width").GetInt32(), right.GetProperty("height").GetInt32()));
        using var coloured = await client.GetAsync(Address + "/picture?layout=2x1~rgb24&channel=1&colours=turbo", RunningDashboard.Stop);
        Assert.Equal(HttpStatusCode.OK, coloured.StatusCode);
    }

    [Theory]
    [InlineData("/pixels", HttpStatusCode.NotFound)]
    [InlineData("/statistics", HttpStatusCode.NotFound)]
    public async Task Get_ValuesOfWhatIsNoPicture_SaysSo(string path, HttpStatusCode expected)
    {
        using var client = _dashboard.Client(RunningDashboard.Token);
        using var get = await client.GetAsync(Address + path, RunningDashboard.Stop);
        Assert.Equal(expected, get.StatusCode);
    }

    [Fact]
    public async Task Get_Schema_NamesEveryMemberOfALayout()
    {
        using var client = _dashboard.Client(RunningDashboard.Token);
        var properties = (await Json(client, "/api/layout-schema.json")).GetProperty("properties");
        var members = LayoutJson.Default.LayoutDocument.Properties.Select(member => member.Name).Order(StringComparer.Ordinal);
        Assert.Equal(members, properties.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
        var header = LayoutJson.Default.LayoutHeader.Properties.Select(member => member.Name).Order(StringComparer.Ordinal);
        Assert.Equal(header, properties.GetProperty("header").GetProperty("properties").EnumerateObject()
            .Select(property => property.Name).Order(StringComparer.Ordinal));
    }

    private static async Task<JsonElement> Json(HttpClient client, string address)
    {
        using var response = await client.GetAsync(address, RunningDashboard.Stop);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await Read(response);
    }

    private static async Task<string> Text(HttpClient client, string address)
    {
        using var response = await client.GetAsync(address, RunningDashboard.Stop);
        return await response.Content.ReadAsStringAsync(RunningDashboard.Stop);
    }

    private static async Task<JsonElement> Read(HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(RunningDashboard.Stop));
        return document.RootElement.Clone();
    }
}
