using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.Web.Tests.Hosting;

namespace ShmDashboard.Web.Tests.Api;

[Trait("Category", "Kernel")]
public sealed class SegmentEndpointsTests(RunningDashboard dashboard) : IClassFixture<RunningDashboard>
{
    private readonly string _key = $"test {Guid.NewGuid():N}/50%25?#图";

    private string Address => "/api/segments/" + Uri.EscapeDataString("qt:" + _key);

    [Fact]
    public async Task Put_ThenGet_KeyWithEveryAwkwardCharacter_RoundTrips()
    {
        byte[] png = Png(20, 10);
        using var client = dashboard.Client(RunningDashboard.Token);

        using var put = await client.PutAsync(Address + "/picture", new ByteArrayContent(png), RunningDashboard.Stop);
        using var get = await client.GetAsync(Address + "/picture", RunningDashboard.Stop);
        var segment = await Json(client, Address);

        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal(png, await get.Content.ReadAsByteArrayAsync(RunningDashboard.Stop));
        Assert.Equal("image/png", get.Content.Headers.ContentType?.MediaType);
        Assert.Equal("qt:" + _key, segment.GetProperty("id").GetString());
        Assert.Equal("consistent", segment.GetProperty("picture").GetProperty("verdict").GetString());
        Assert.True(segment.GetProperty("heldByDashboard").GetBoolean());
        using (var attached = QtSharedMemory.Attach(_key))
            Assert.Equal(png.Length + 4, attached.SizeBytes);
        await Release(client);
    }

    [Fact]
    public async Task Get_PayloadAndWholeBytes_AreWhatWasWritten()
    {
        byte[] png = Png(20, 10);
        using var client = dashboard.Client(RunningDashboard.Token);
        using (await client.PutAsync(Address + "/picture", new ByteArrayContent(png), RunningDashboard.Stop)) { }

        byte[] payload = await client.GetByteArrayAsync(Address + "/payload", RunningDashboard.Stop);
        byte[] whole = await client.GetByteArrayAsync(Address + "/bytes?whole=true", RunningDashboard.Stop);

        Assert.Equal(png, payload);
        Assert.Equal((byte[])[0, 0, 0, 1, .. png], whole);
        await Release(client);
    }

    [Fact]
    public async Task Get_WholeBytes_OfMoreThanOnePiece_AreAllOfThem()
    {
        string name = $"whole-{Guid.NewGuid():N}";
        byte[] bytes = new byte[(2 << 20) + 4097];
        Random.Shared.NextBytes(bytes);
        using var client = dashboard.Client(RunningDashboard.Token);
        await File.WriteAllBytesAsync("/dev/shm/" + name, bytes, RunningDashboard.Stop);
        try
        {
            Assert.Equal(bytes, await client.GetByteArrayAsync($"/api/segments/posix%3A{name}/bytes?whole=true", RunningDashboard.Stop));
            using var piece = await client.GetAsync($"/api/segments/posix%3A{name}/bytes?whole=true&offset=3", RunningDashboard.Stop);
            Assert.Equal(HttpStatusCode.BadRequest, piece.StatusCode);
        }
        finally
        {
            File.Delete("/dev/shm/" + name);
        }
    }

    [Fact]
    public async Task List_MemoryWithoutAName_ComesOnlyWhenItIsToBeIncluded()
    {
        using var client = dashboard.Client(RunningDashboard.Token);

        // .NET itself has one: it maps its own code twice.
        var included = await Json(client, "/api/segments?include=memfd");
        var plain = await Json(client, "/api/segments");
        using var wrong = await client.GetAsync("/api/segments?include=all", RunningDashboard.Stop);

        var memfd = included.EnumerateArray().First(row => row.GetProperty("name").GetString() == "doublemapper");
        Assert.Equal("memfd", memfd.GetProperty("kind").GetString());
        Assert.Equal("memFd", memfd.GetProperty("unnamed").GetProperty("origin").GetString());
        Assert.DoesNotContain(plain.EnumerateArray(), row => row.GetProperty("kind").GetString() == "memfd");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("Leave it out, or give include=memfd.", await wrong.Content.ReadAsStringAsync(RunningDashboard.Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_LockHeld_NamesTheHolderInFull()
    {
        using var client = dashboard.Client(RunningDashboard.Token);
        using var memory = QtSharedMemory.Create(_key, 1000);
        await Json(client, Address);
        memory.Lock(TimeSpan.FromSeconds(1));

        var segment = await Json(client, Address);
        var listed = (await Json(client, "/api/segments")).EnumerateArray()
            .Single(row => row.GetProperty("id").GetString() == "qt:" + _key);
        memory.Unlock();

        Assert.Equal("held", segment.GetProperty("lock").GetProperty("state").GetString());
        var holder = segment.GetProperty("lock").GetProperty("holderDetails");
        Assert.Equal(Environment.ProcessId, holder.GetProperty("pid").GetInt32());
        Assert.Equal(Environment.UserName, holder.GetProperty("user").GetString());
        Assert.Contains("ShmDashboard.Web.Tests", holder.GetProperty("commandLine").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, listed.GetProperty("lock").GetProperty("holderDetails").ValueKind);
        Assert.Equal(0, segment.GetProperty("otherLocks").GetArrayLength());
    }

    [Fact]
    public async Task Get_FileLockOfAPosixSegment_IsAmongTheOtherLocks()
    {
        string name = $"shmdashboard-{Guid.NewGuid():N}";
        using var client = dashboard.Client(RunningDashboard.Token);
        using var posix = PosixSegment.Create(name, 100);
        try
        {
            using var file = new FileStream("/dev/shm/" + name, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

            var other = (await Json(client, "/api/segments/posix:" + name)).GetProperty("otherLocks")[0];

            Assert.Equal("fileLock", other.GetProperty("kind").GetString());
            Assert.Equal("flock, exclusive, the whole file", other.GetProperty("where").GetString());
            Assert.Equal(Environment.ProcessId, other.GetProperty("holder").GetProperty("pid").GetInt32());
        }
        finally
        {
            PosixSegment.Unlink(name);
        }
    }

    [Fact]
    public async Task Get_SemaphoreThatGoesByItsName_IsAmongTheOtherLocksWithoutAState()
    {
        string name = $"shmdashboard-{Guid.NewGuid():N}";
        using var client = dashboard.Client(RunningDashboard.Token);
        using var posix = PosixSegment.Create(name, 100);
        byte[] semaphore = new byte[32];
        semaphore[0] = 3;
        semaphore[8] = 0x80;
        string path = $"/dev/shm/sem.{name}-lock";
        await File.WriteAllBytesAsync(path, semaphore, RunningDashboard.Stop);
        try
        {
            var segment = await Json(client, "/api/segments/posix:" + name);
            var other = segment.GetProperty("otherLocks")[0];

            Assert.Equal(("namedSemaphore", "none"), (other.GetProperty("kind").GetString(), other.GetProperty("state").GetString()));
            Assert.Equal(($"/{name}-lock", 3, 0), (other.GetProperty("name").GetString(), other.GetProperty("value").GetInt32(), other.GetProperty("users").GetArrayLength()));
            Assert.Contains("which nobody can say", other.GetProperty("problem").GetString(), StringComparison.Ordinal);
            Assert.Equal("none", segment.GetProperty("lock").GetProperty("state").GetString());
        }
        finally
        {
            File.Delete(path);
            PosixSegment.Unlink(name);
        }
    }

    [Fact]
    public async Task GetPicture_SameETag_Is304()
    {
        using var client = dashboard.Client(RunningDashboard.Token);
        await client.PutAsync(Address + "/picture", new ByteArrayContent(Png(20, 10)), RunningDashboard.Stop);
        using var first = await client.GetAsync(Address + "/picture", RunningDashboard.Stop);

        var again = new HttpRequestMessage(HttpMethod.Get, Address + "/picture");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await client.SendAsync(again, RunningDashboard.Stop);
        await client.PutAsync(Address + "/picture", new ByteArrayContent(Png(10, 10)), RunningDashboard.Stop);
        var third = new HttpRequestMessage(HttpMethod.Get, Address + "/picture");
        third.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var changed = await client.SendAsync(third, RunningDashboard.Stop);

        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK), (second.StatusCode, changed.StatusCode));
        await Release(client);
    }

    [Theory]
    [InlineData("W/\"{0}\"", HttpStatusCode.NotModified)]
    [InlineData("\"other\", \"{0}\"", HttpStatusCode.NotModified)]
    [InlineData("*", HttpStatusCode.NotModified)]
    [InlineData("\"other\"", HttpStatusCode.OK)]
    [InlineData("nonsense", HttpStatusCode.OK)]
    public async Task GetPicture_IfNoneMatch_IsComparedAsTheStandardSays(string known, HttpStatusCode expected)
    {
        using var client = dashboard.Client(RunningDashboard.Token);
        await client.PutAsync(Address + "/picture", new ByteArrayContent(Png(20, 10)), RunningDashboard.Stop);
        using var first = await client.GetAsync(Address + "/picture", RunningDashboard.Stop);
        var again = new HttpRequestMessage(HttpMethod.Get, Address + "/picture");
        again.Headers.TryAddWithoutValidation(
            "If-None-Match", known.Replace("{0}", first.Headers.ETag!.Tag.Trim('"'), StringComparison.Ordinal));

        using var second = await client.SendAsync(again, RunningDashboard.Stop);

        Assert.Equal(expected, second.StatusCode);
        await Release(client);
    }

    [Fact]
    public async Task Head_IsAnsweredAsGetWithoutABody()
    {
        using var client = dashboard.Client(RunningDashboard.Token);
        await client.PutAsync(Address + "/picture", new ByteArrayContent(Png(20, 10)), RunningDashboard.Stop);
        using var got = await client.GetAsync(Address + "/picture", RunningDashboard.Stop);

        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, Address + "/picture"), RunningDashboard.Stop);
        using var facts = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, Address), RunningDashboard.Stop);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (head.StatusCode, facts.StatusCode));
        Assert.Equal((got.Content.Headers.ContentLength, got.Headers.ETag), (head.Content.Headers.ContentLength, head.Headers.ETag));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(RunningDashboard.Stop));
        await Release(client);
    }

    [Fact]
    public async Task PutText_WithANul_IsRefusedUnlessItsLengthIsStated()
    {
        using var client = dashboard.Client(RunningDashboard.Token);

        using var refused = await client.PutAsync(Address + "/text?as=utf8", new StringContent("a\0b"), RunningDashboard.Stop);
        using var stored = await client.PutAsync(Address + "/text?as=qstring", new StringContent("a\0b"), RunningDashboard.Stop);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK), (refused.StatusCode, stored.StatusCode));
        Assert.Contains("its character 1 is a NUL", await Detail(refused), StringComparison.Ordinal);
        await Release(client);
    }

    [Theory]
    [InlineData("utf8", "48656C6C6F00")]
    [InlineData("qstring", "0000000A00480065006C006C006F")]
    [InlineData("qbytearray", "0000000548656C6C6F")]
    public async Task PutText_EachLayout_WritesThoseBytes(string layout, string expected)
    {
        using var client = dashboard.Client(RunningDashboard.Token);

        await client.PutAsync($"{Address}/text?as={layout}", new StringContent("Hello"), RunningDashboard.Stop);
        byte[] bytes = await client.GetByteArrayAsync($"{Address}/bytes?offset=0&count=100", RunningDashboard.Stop);

        Assert.Equal(expected, Convert.ToHexString(bytes));
        Assert.Equal("Hello", (await Json(client, Address)).GetProperty("text").GetString());
        await Release(client);
    }

    [Theory]
    [InlineData("PUT", "/text?as=utf16", 400, "Cannot write text as 'utf16': expected utf8, qstring or qbytearray.")]
    [InlineData("PUT", "/picture?payload=raw", 400, "Cannot write with payload 'raw': expected qt (marker and PNG), file (the bytes as they are) or layout (raw pixels).")]
    [InlineData("GET", "/bytes?offset=-1", 400, "Cannot read 65,536 bytes at -1: offset must be 0 or more, count 0 to 1,048,576.")]
    [InlineData("GET", "/bytes?count=2000000", 400, "Cannot read 2,000,000 bytes at 0: offset must be 0 or more, count 0 to 1,048,576.")]
    [InlineData("GET", "/bytes?offset=abc", 400, "Cannot use the request: 'abc' is no whole number for 'offset'.")]
    [InlineData("GET", "/plan/write", 400, "Required parameter \"long contentBytes\" was not provided from query string.")]
    [InlineData("DELETE", "/hold", 404, "the dashboard does not hold it")]
    [InlineData("GET", "", 404, "it is not among this machine's segments now")]
    [InlineData("GET", "/picture", 404, "it is not among this machine's segments now")]
    [InlineData("PUT", "/picture", 422, "it is not a picture but text (7 bytes)")]
    public async Task Request_ThatCannotBeServed_SaysWhy(string method, string path, int status, string sentence)
    {
        using var client = dashboard.Client(RunningDashboard.Token);
        var request = new HttpRequestMessage(new HttpMethod(method), Address + path) { Content = new StringContent("not png") };

        using var response = await client.SendAsync(request, RunningDashboard.Stop);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(sentence, await Detail(response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "", "找不到内存段“qt:{0}”：它目前不在本机的内存段之中。")]
    [InlineData("GET", "/picture?format=gif", "找不到内存段“qt:{0}”")]
    [InlineData("GET", "/bytes?count=2000000", "无法从 0 处读取 2,000,000 字节：offset 须不小于 0，count 须为 0 到 1,048,576。")]
    [InlineData("GET", "/bytes?offset=abc", "无法使用该请求：“abc”不是“offset”所需的整数。期望的内容见 /api/openapi.json。")]
    [InlineData("PUT", "/text?as=utf16", "无法将文本写为“utf16”：应为 utf8、qstring 或 qbytearray。")]
    [InlineData("PUT", "/picture", "无法将上传内容写入“qt:{0}”")]
    [InlineData("DELETE", "", "没有方案就不能操作“qt:{0}”")]
    public async Task Request_ThatCannotBeServed_SaysWhyInChinese(string method, string path, string sentence)
    {
        using var client = dashboard.Client(RunningDashboard.Token);
        client.DefaultRequestHeaders.Add("Accept-Language", "zh-CN");
        var request = new HttpRequestMessage(new HttpMethod(method), Address + path) { Content = new StringContent("not png") };

        using var response = await client.SendAsync(request, RunningDashboard.Stop);

        Assert.StartsWith(sentence.Replace("{0}", _key, StringComparison.Ordinal), await Detail(response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "en", "Cannot release 'qt:{0}': the dashboard does not hold it.")]
    [InlineData("en-GB, zh;q=0.5", "en", "Cannot release 'qt:{0}': the dashboard does not hold it.")]
    [InlineData("zh-CN, en;q=0.5", "zh-Hans", "无法释放“qt:{0}”：仪表板并未持有它。")]
    public async Task Refusal_IsSaidInTheLanguageOfTheRequest(string? accepted, string language, string sentence)
    {
        using var client = dashboard.Client(RunningDashboard.Token);
        var request = new HttpRequestMessage(HttpMethod.Delete, Address + "/hold");
        if (accepted is not null) request.Headers.Add("Accept-Language", accepted);

        using var response = await client.SendAsync(request, RunningDashboard.Stop);

        Assert.Equal([language], response.Content.Headers.ContentLanguage);
        Assert.StartsWith(sentence.Replace("{0}", _key, StringComparison.Ordinal), await Detail(response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("share")]
    [InlineData("qt%3A")]
    [InlineData("sysv%3Ax")]
    [InlineData("posix%3Aa%2Fb")]
    public async Task Get_MalformedId_Is400(string id)
    {
        using var client = dashboard.Client(RunningDashboard.Token);

        using var response = await client.GetAsync("/api/segments/" + id, RunningDashboard.Stop);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("is not a segment id", await Detail(response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Put_LargerThanTheLimit_Is413(bool chunked)
    {
        using var client = dashboard.Client(RunningDashboard.Token);
        var request = new HttpRequestMessage(HttpMethod.Put, Address + "/picture") { Content = new ByteArrayContent(new byte[(1 << 20) + 1]) };
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await client.SendAsync(request, RunningDashboard.Stop);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("limit of 1 MiB", await Detail(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_LockHeld_Is423AndNamesTheHolder()
    {
        using var client = dashboard.Client(RunningDashboard.Token);
        using var segment = QtSharedMemory.Create(_key, 100_000);
        segment.Lock(TimeSpan.FromSeconds(1));

        using var response = await client.PutAsync(Address + "/picture", new ByteArrayContent(Png(10, 10)), RunningDashboard.Stop);
        segment.Unlock();

        Assert.Equal(HttpStatusCode.Locked, response.StatusCode);
        Assert.Contains($" {Environment.ProcessId}", await Detail(response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?format=webp&width=10", "image/webp", "10x5")]
    [InlineData("?height=2", "image/png", "4x2")]
    [InlineData("?format=jpeg&quality=30&width=500", "image/jpeg", "20x10")]
    [InlineData("?format=tiff", "image/tiff", "20x10")]
    public async Task GetPicture_InAnotherFormatOrSize_HasHeadersOfItsOwn(string query, string mediaType, string size)
    {
        using var client = dashboard.Client(RunningDashboard.Token);
        (await client.PutAsync(Address + "/picture", new ByteArrayContent(Png(20, 10)), RunningDashboard.Stop)).Dispose();

        using var response = await client.GetAsync(Address + "/picture" + query, RunningDashboard.Stop);
        using var plain = await client.GetAsync(Address + "/picture", RunningDashboard.Stop);
        using var known = new HttpRequestMessage(HttpMethod.Get, Address + "/picture" + query);
        known.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        using var again = await client.SendAsync(known, RunningDashboard.Stop);

        Assert.Equal((mediaType, size, "png"), (response.Content.Headers.ContentType?.MediaType,
            response.Headers.GetValues("X-Picture-Size").Single(), response.Headers.GetValues("X-Picture-From").Single()));
        Assert.NotEqual(plain.Headers.ETag, response.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        await Release(client);
    }

    [Fact]
    public async Task GetValues_OfAPictureFile_AreThoseOfItsPixels()
    {
        using var client = dashboard.Client(RunningDashboard.Token);
        var picture = PixelBuffer.Allocate(2, 1, PixelFormat.Rgba8);
        ((byte[])[10, 20, 30, 255, 50, 60, 70, 128]).CopyTo(picture.Pixels);
        byte[] png = PictureEncoder.Encode(picture, PictureFormats.Png, EncodeOptions.Default);
        (await client.PutAsync(Address + "/picture", new ByteArrayContent(png), RunningDashboard.Stop)).Dispose();

        var pixels = await Json(client, Address + "/pixels?x=1&y=0");
        var statistics = await Json(client, Address + "/statistics");
        byte[] raw = await client.GetByteArrayAsync(Address + "/picture?format=raw", RunningDashboard.Stop);
        byte[] array = await client.GetByteArrayAsync(Address + "/picture?format=npy", RunningDashboard.Stop);

        Assert.Equal("rgba", pixels.GetProperty("format").GetString());
        Assert.Equal("[[[50,60,70,128]]]", pixels.GetProperty("values").ToString());
        Assert.Equal(4, statistics.GetProperty("channels").GetArrayLength());
        Assert.Equal(picture.Pixels.ToArray(), raw);
        Assert.Equal([0x93, .. "NUMPY"u8], array[..6]);
        await Release(client);
    }

    [Fact]
    public async Task GetPicture_OfAFormatNobodyMakes_SaysWhichThereAre()
    {
        using var client = dashboard.Client(RunningDashboard.Token);
        (await client.PutAsync(Address + "/picture", new ByteArrayContent(Png(20, 10)), RunningDashboard.Stop)).Dispose();

        using var response = await client.GetAsync(Address + "/picture?format=gif", RunningDashboard.Stop);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("Cannot make a picture of format 'gif': expected one of png, jpeg, webp, tiff, raw, npy.", await Detail(response));
        await Release(client);
    }

    [Fact]
    public async Task PutJpeg_ForQt_IsPlannedAndAnsweredAsConverted()
    {
        using var client = dashboard.Client(RunningDashboard.Token);
        byte[] jpeg = PictureEncoder.Encode(PixelBuffer.Allocate(20, 10, PixelFormat.Rgb8), PictureFormats.Jpeg, EncodeOptions.Default);

        using var planned = await client.PostAsync(Address + "/plan/write", new ByteArrayContent(jpeg), RunningDashboard.Stop);
        var plan = await planned.Content.ReadFromJsonAsync<JsonElement>(RunningDashboard.Stop);
        using var put = await client.PutAsync(
            Address + "/picture?situation=" + plan.GetProperty("situation").GetString(), new ByteArrayContent(jpeg), RunningDashboard.Stop);
        var answer = await put.Content.ReadFromJsonAsync<JsonElement>(RunningDashboard.Stop);

        var conversion = answer.GetProperty("conversion");
        Assert.Equal(("jpeg", "png", 20, 10, 8, false), (conversion.GetProperty("from").GetString(), conversion.GetProperty("to").GetString(),
            conversion.GetProperty("width").GetInt32(), conversion.GetProperty("height").GetInt32(),
            conversion.GetProperty("bitsPerChannel").GetInt32(), conversion.GetProperty("turned").GetBoolean()));
        Assert.Equal(conversion.ToString(), plan.GetProperty("conversion").ToString());
        Assert.Equal(plan.GetProperty("payloadBytes").GetInt64(), answer.GetProperty("payloadBytes").GetInt64());
        await Release(client);
    }

    [Fact]
    public async Task PostPictures_Tiff_AnswersWithWhatWasAskedForAndSaysWhatWasDone()
    {
        using var client = dashboard.Client(RunningDashboard.Token);
        byte[] tiff = PictureEncoder.Encode(PixelBuffer.Allocate(40, 20, PixelFormat.Rgb8), PictureFormats.Tiff, EncodeOptions.Default);

        using var response = await client.PostAsync("/api/pictures?format=webp&width=30&height=10", new ByteArrayContent(tiff), RunningDashboard.Stop);

        Assert.Equal("image/webp", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(("tiff", "20x10", "40x20", "8", "false"), (Header("From"), Header("Size"), Header("Full-Size"), Header("Bits"), Header("Turned")));
        byte[] made = await response.Content.ReadAsByteArrayAsync(RunningDashboard.Stop);
        Assert.StartsWith("RIFF", Encoding.ASCII.GetString(made), StringComparison.Ordinal);

        string Header(string name) => response.Headers.GetValues("X-Picture-" + name).Single();
    }

    [Theory]
    [InlineData("?format=bmp", "image", HttpStatusCode.BadRequest, "Cannot make a picture of format 'bmp': expected one of png, jpeg, webp, tiff.")]
    [InlineData("?width=0", "image", HttpStatusCode.BadRequest, "Cannot make a picture with width '0': expected a number from 1 to 65535.")]
    [InlineData("?quality=101", "image", HttpStatusCode.BadRequest, "Cannot make a picture with quality '101': expected a number from 1 to 100.")]
    [InlineData("", "text", HttpStatusCode.UnprocessableEntity, "Cannot convert the upload: it is not a picture that is known here (4 bytes).")]
    [InlineData("", "half", HttpStatusCode.UnprocessableEntity, "Cannot convert the picture: PNG: expected the whole picture")]
    public async Task PostPictures_CannotBeDone_SaysWhy(string query, string content, HttpStatusCode status, string words)
    {
        using var client = dashboard.Client(RunningDashboard.Token);
        byte[] body = content switch { "text" => [.. "text"u8], "half" => Png(30, 30)[..60], _ => Png(3, 3) };

        using var response = await client.PostAsync("/api/pictures" + query, new ByteArrayContent(body), RunningDashboard.Stop);

        Assert.Equal(status, response.StatusCode);
        Assert.StartsWith(words, await Detail(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PutText_NotUtf8_Is422()
    {
        using var client = dashboard.Client(RunningDashboard.Token);

        using var response = await client.PutAsync(Address + "/text", new ByteArrayContent([0x48, 0xFF, 0x00]), RunningDashboard.Stop);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains("it is not UTF-8 (at byte 1)", await Detail(response), StringComparison.Ordinal);
    }

    private async Task Release(HttpClient client)
    {
        using var response = await client.DeleteAsync(Address + "/hold", RunningDashboard.Stop);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var gone = await client.GetAsync(Address, RunningDashboard.Stop);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    private static async Task<JsonElement> Json(HttpClient client, string address) =>
        JsonSerializer.Deserialize<JsonElement>(await client.GetStringAsync(address, RunningDashboard.Stop));

    private static async Task<string> Detail(HttpResponseMessage response) => JsonSerializer.Deserialize<JsonElement>(
        await response.Content.ReadAsStringAsync(RunningDashboard.Stop)).GetProperty("detail").GetString()!;

    private static byte[] Png(int width, int height) => PictureEncoder.Encode(
        PixelBuffer.Allocate(width, height, PixelFormat.Rgba8), PictureFormats.Png, EncodeOptions.Default);
}
