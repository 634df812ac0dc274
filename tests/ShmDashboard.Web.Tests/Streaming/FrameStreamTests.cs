using System.Buffers.Binary;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Web.Tests.Hosting;
using ShmDashboard.Web.Tests.Preview;

namespace ShmDashboard.Web.Tests.Streaming;

[Trait("Category", "Kernel")]
public sealed class FrameStreamTests(RunningDashboard dashboard) : IClassFixture<RunningDashboard>, IDisposable
{
    private readonly string _name = $"shmdashboard-test-{Guid.NewGuid():N}";

    private string FilePath => "/dev/shm/" + _name;

    public void Dispose() => File.Delete(FilePath);

    [Fact]
    public async Task View_OfAPicture_BringsItWithItsHeader()
    {
        Write(1);
        using var socket = await ConnectAsync();
        await TellAsync(socket, Views(inFlight: 2));

        var (head, bytes) = await ReceiveAsync(socket);

        Assert.Equal(7, head.GetProperty("key").GetInt32());
        Assert.Equal("encoded", head.GetProperty("kind").GetString());
        Assert.Equal("image/png", head.GetProperty("type").GetString());
        Assert.Equal(40, head.GetProperty("fullWidth").GetInt32());
        Assert.True(head.GetProperty("noticed").GetDouble() <= head.GetProperty("sent").GetDouble());
        Assert.Equal(Picture(1), bytes);
    }

    [Fact]
    public async Task View_ThatHasNotDoneWithItsFrame_GetsNoOther_AndThenTheNewest()
    {
        Write(1);
        using var socket = await ConnectAsync();
        await TellAsync(socket, Views(inFlight: 1));
        Assert.Equal(Picture(1), (await ReceiveAsync(socket)).Bytes);

        Write(2);
        var next = ReceiveAsync(socket);
        Assert.NotSame(next, await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System)));
        Write(3);
        await SeenAsync(3);
        await TellAsync(socket, """{"done":[{"key":7,"noticedToPainted":12.5}]}""");

        Assert.Equal(Picture(3), (await next).Bytes);
    }

    [Fact]
    public async Task View_TakenAway_BringsNothingMore()
    {
        Write(1);
        using var socket = await ConnectAsync();
        await TellAsync(socket, Views(inFlight: 2));
        await ReceiveAsync(socket);

        await TellAsync(socket, """{"views":[]}""");
        await TellAsync(socket, Views(inFlight: 2, key: 8));
        Write(2);

        // One of the old view may be on its way still.
        int key;
        do key = (await ReceiveAsync(socket)).Head.GetProperty("key").GetInt32();
        while (key == 7);
        Write(3);

        Assert.Equal(8, key);
        Assert.Equal(8, (await ReceiveAsync(socket)).Head.GetProperty("key").GetInt32());
    }

    [Fact]
    public async Task View_OfRawPixels_BringsThemInTheSizeInWhichTheyAreShown()
    {
        // Width and height before RGBA, which is a layout that everybody knows.
        byte[] segment = new byte[8 + (64 * 48 * 4)];
        segment[0] = 64;
        segment[4] = 48;
        for (int i = 8; i < segment.Length; i += 4)
            (segment[i], segment[i + 1], segment[i + 2], segment[i + 3]) = (200, (byte)(i / 977), 40, 255);
        File.WriteAllBytes(FilePath, segment);
        using var socket = await ConnectAsync();
        await TellAsync(socket, $$"""{"views":[{"key":7,"id":"posix:{{_name}}","width":32,"height":32,"inFlight":2}]}""");

        var (head, bytes) = await ReceiveAsync(socket);

        Assert.Equal("rgba", head.GetProperty("kind").GetString());
        Assert.Equal((32, 24), (head.GetProperty("width").GetInt32(), head.GetProperty("height").GetInt32()));
        Assert.Equal((64, 48), (head.GetProperty("fullWidth").GetInt32(), head.GetProperty("fullHeight").GetInt32()));
        Assert.Equal(32 * 24 * 4, bytes.Length);
        Assert.Equal((200, 40, 255), (bytes[0], bytes[2], bytes[3]));
    }

    [Fact]
    public async Task View_WithALayoutAndAMapping_IsReadAndColouredByThem()
    {
        byte[] segment = new byte[64];
        segment[8 + 16 + 1] = 100;
        segment[8 + 16 + 2] = 200;
        File.WriteAllBytes(FilePath, segment);
        using var socket = await ConnectAsync();
        await TellAsync(socket,
            $$"""{"views":[{"key":7,"id":"posix:{{_name}}","width":4,"height":2,"inFlight":2,"layout":"4x2~gray~offset8~stride16","mapping":"low=0&high=200&colours=inferno"}]}""");

        var (head, bytes) = await ReceiveAsync(socket);

        Assert.Equal(("rgba", 4, 2), (head.GetProperty("kind").GetString(), head.GetProperty("fullWidth").GetInt32(), head.GetProperty("fullHeight").GetInt32()));
        Assert.Equal([0, 0, 4, 255], bytes[..4]);
        Assert.NotEqual(bytes[..4], bytes[20..24]);
        Assert.Equal([0xFC, 0xFF, 0xA4, 255], bytes[24..28]);
    }

    [Fact]
    public async Task View_OfALargeFileShownSmall_BringsASmallOne()
    {
        var noise = new Random(1);
        byte[] picture = Png.Draw(500, 400, 3, (_, _) => (noise.NextDouble(), noise.NextDouble(), noise.NextDouble(), 1));
        File.WriteAllBytes(FilePath, picture);
        using var socket = await ConnectAsync();
        await TellAsync(socket, $$"""{"views":[{"key":7,"id":"posix:{{_name}}","width":80,"height":60,"inFlight":2,"small":true}]}""");

        var (head, bytes) = await ReceiveAsync(socket);

        Assert.True(picture.Length > 300_000, $"{picture.Length} bytes are not large.");
        Assert.Equal(("encoded", "image/jpeg"), (head.GetProperty("kind").GetString(), head.GetProperty("type").GetString()));
        Assert.Equal((500, 400), (head.GetProperty("fullWidth").GetInt32(), head.GetProperty("fullHeight").GetInt32()));
        Assert.InRange(bytes.Length, 100, 20_000);
    }

    [Fact]
    public async Task View_OfAHalfWrittenPicture_WaitsForAWholeOne()
    {
        File.WriteAllBytes(FilePath, Picture(1)[..^20]);
        using var socket = await ConnectAsync();
        await TellAsync(socket, Views(inFlight: 2));

        var next = ReceiveAsync(socket);
        Assert.NotSame(next, await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System)));
        Write(1);

        Assert.Equal(Picture(1), (await next).Bytes);
    }

    [Fact]
    public async Task View_OfACutJpegAtRest_BringsWhatIsThereAndLaterTheWholeOne()
    {
        byte[] jpeg = PictureEncoder.Encode(PixelBuffer.Allocate(64, 48, PixelFormat.Rgb8), PictureFormats.Jpeg, EncodeOptions.Default);
        File.WriteAllBytes(FilePath, jpeg[..^20]);
        using var socket = await ConnectAsync();
        await TellAsync(socket, Views(inFlight: 2));

        Assert.Equal([.. jpeg[..^20], 0xFF, 0xD9], (await ReceiveAsync(socket)).Bytes);

        File.WriteAllBytes(FilePath, jpeg);
        Assert.Equal(jpeg, (await ReceiveAsync(socket)).Bytes);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"views":7}""")]
    public async Task Nonsense_ClosesTheConnectionAndSaysWhy(string text)
    {
        using var socket = await ConnectAsync();

        await TellAsync(socket, text);

        var got = await socket.ReceiveAsync(new byte[16], RunningDashboard.Stop);
        Assert.Equal(WebSocketMessageType.Close, got.MessageType);
        Assert.Equal(WebSocketCloseStatus.InvalidPayloadData, got.CloseStatus);
    }

    [Fact]
    public async Task Connect_FromAForeignPage_IsRefused()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Bearer " + RunningDashboard.Token);
        socket.Options.SetRequestHeader("Origin", "http://evil.example");
        socket.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(Address, RunningDashboard.Stop));

        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    [Fact]
    public async Task Answer_SeenOpen_BringsFramesInsteadOfTheSocket_AndTheSocketAgainAfterIt()
    {
        Write(1);
        using var socket = await ConnectAsync("one");
        await TellAsync(socket, Views(inFlight: 1));
        Assert.Equal(Picture(1), (await ReceiveAsync(socket)).Bytes);
        using var client = dashboard.Client(RunningDashboard.Token);
        var answer = await AnswerAsync(client, "one");
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.Empty(answer.Content.Headers.ContentEncoding);
        var frames = await answer.Content.ReadAsStreamAsync();
        Assert.Empty(await ReadAsync(frames));

        await TellAsync(socket, """{"isAnswered":true,"done":[{"key":7,"noticedToPainted":12.5}]}""");
        Write(2);
        Assert.Equal(Picture(2), Part(await ReadAsync(frames)).Bytes);

        answer.Dispose();
        await TellAsync(socket, """{"isAnswered":false}""");
        await TellAsync(socket, Views(inFlight: 1, key: 8));
        Assert.Equal(Picture(2), (await ReceiveAsync(socket)).Bytes);
    }

    [Fact]
    public async Task Answer_OnlyOffered_LeavesFramesToTheSocket()
    {
        Write(1);
        using var socket = await ConnectAsync("two");
        using var client = dashboard.Client(RunningDashboard.Token);
        using var answer = await AnswerAsync(client, "two");

        await TellAsync(socket, Views(inFlight: 2));

        Assert.Equal(Picture(1), (await ReceiveAsync(socket)).Bytes);
    }

    [Fact]
    public async Task Answer_WhoseSocketIsClosed_Ends()
    {
        var socket = await ConnectAsync("three");
        using var client = dashboard.Client(RunningDashboard.Token);
        using var answer = await AnswerAsync(client, "three");
        var frames = await answer.Content.ReadAsStreamAsync();
        Assert.Empty(await ReadAsync(frames));

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, RunningDashboard.Stop);
        socket.Dispose();

        Assert.Equal(0, await frames.ReadAsync(new byte[4], RunningDashboard.Stop));
    }

    [Fact]
    public async Task Answer_AskedForWithoutAStream_OrByAForeignPage_OrWithoutTheToken_IsRefused()
    {
        using var client = dashboard.Client(RunningDashboard.Token);
        using var nobody = dashboard.Client(null);
        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/stream/frames?name=four");
        foreign.Headers.Add("Origin", "http://evil.example");
        using var socket = await ConnectAsync("four");

        using var unknown = await AnswerAsync(client, "nobody");
        using var refused = await client.SendAsync(foreign, RunningDashboard.Stop);
        using var unasked = await AnswerAsync(nobody, "four");

        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized), (unknown.StatusCode, refused.StatusCode, unasked.StatusCode));
    }

    [Fact]
    public async Task Viewers_FiveAtOnceOneOfThemSlow_GetTheNewestEach()
    {
        Write(1);
        var sockets = new List<ClientWebSocket>();
        for (int viewer = 0; viewer < 5; viewer++)
        {
            sockets.Add(await ConnectAsync());
            await TellAsync(sockets[viewer], Views(inFlight: 1));
            Assert.Equal(Picture(1), (await ReceiveAsync(sockets[viewer])).Bytes);
        }

        // The first never says that it has done.
        for (int step = 2; step <= 6; step++)
        {
            Write(step);
            foreach (var socket in sockets[1..])
            {
                await TellAsync(socket, """{"done":[{"key":7}]}""");
                Assert.Equal(Picture(step), (await ReceiveAsync(socket)).Bytes);
            }
        }

        await TellAsync(sockets[0], """{"done":[{"key":7}]}""");
        Assert.Equal(Picture(6), (await ReceiveAsync(sockets[0])).Bytes);
        sockets.ForEach(socket => socket.Dispose());
    }

    // What comes and what is done with cross each other all the time; whichever is last, the newest is sent.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task View_FramesAndDoneCrossing_EndsWithTheNewest(int inFlight)
    {
        const int Steps = 150;
        // Another than all before.
        byte[] last = Png.Draw(20, 10, 3, (x, y) => (x, y, 1, 1));
        Write(0);
        using var socket = await ConnectAsync();
        await TellAsync(socket, Views(inFlight));

        var writing = Task.Run(async () =>
        {
            for (int step = 1; step <= Steps; step++)
            {
                Write(step % 10);
                await Task.Delay(TimeSpan.FromMilliseconds(step % 4), TimeProvider.System);
            }

            await File.WriteAllBytesAsync(FilePath, last);
        }, RunningDashboard.Stop);
        byte[] bytes;
        do
        {
            bytes = (await ReceiveAsync(socket)).Bytes;
            await TellAsync(socket, """{"done":[{"key":7}]}""");
        }
        while (!bytes.SequenceEqual(last));

        await writing;
    }

    [Fact]
    public async Task View_OfASegmentMadeAnewInAnotherSize_GoesOn()
    {
        Write(1);
        using var socket = await ConnectAsync();
        await TellAsync(socket, Views(inFlight: 2));
        await ReceiveAsync(socket);

        File.Delete(FilePath);
        byte[] larger = Png.Draw(90, 70, 3, (x, y) => (y, x, 0.3, 1));
        await File.WriteAllBytesAsync(FilePath, larger, RunningDashboard.Stop);
        byte[] bytes;
        do bytes = (await ReceiveAsync(socket)).Bytes;
        while (bytes.SequenceEqual(Picture(1)));

        Assert.Equal(larger, bytes);
    }

    private Uri Address => new UriBuilder(dashboard.Root) { Scheme = "ws", Path = "/stream" }.Uri;

    private static Task<HttpResponseMessage> AnswerAsync(HttpClient client, string name) => client.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, "/stream/frames?name=" + name), HttpCompletionOption.ResponseHeadersRead, RunningDashboard.Stop);

    private static async Task<byte[]> ReadAsync(Stream frames)
    {
        byte[] length = new byte[4];
        await frames.ReadExactlyAsync(length, RunningDashboard.Stop);
        byte[] frame = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
        await frames.ReadExactlyAsync(frame, RunningDashboard.Stop);
        return frame;
    }

    private string Views(int inFlight, int key = 7) =>
        $$"""{"total":4,"views":[{"key":{{key}},"id":"posix:{{_name}}","width":80,"height":60,"inFlight":{{inFlight}}}]}""";

    private static byte[] Picture(int step) => Png.Draw(40, 30, 3, (x, y) => (x, y, step / 10.0, 1));

    private void Write(int step)
    {
        byte[] picture = Picture(step);
        using var file = new FileStream(FilePath, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(8192);
        file.Write(picture);
        file.Write(new byte[64]);
    }

    // What is answered may be a copy of some milliseconds before.
    private async Task SeenAsync(int step)
    {
        using var client = dashboard.Client(RunningDashboard.Token);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!(await client.GetByteArrayAsync($"/api/segments/posix%3A{_name}/picture", patience.Token)).SequenceEqual(Picture(step)))
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
    }

    private async Task<ClientWebSocket> ConnectAsync(string? name = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Bearer " + RunningDashboard.Token);
        await socket.ConnectAsync(name is null ? Address : new Uri(Address, "?name=" + name), RunningDashboard.Stop);
        return socket;
    }

    private static Task TellAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, RunningDashboard.Stop);

    private static async Task<(JsonElement Head, byte[] Bytes)> ReceiveAsync(ClientWebSocket socket)
    {
        using var message = new MemoryStream();
        byte[] buffer = new byte[8192];
        WebSocketReceiveResult got;
        do
        {
            got = await socket.ReceiveAsync(buffer, RunningDashboard.Stop);
            Assert.Equal(WebSocketMessageType.Binary, got.MessageType);
            message.Write(buffer, 0, got.Count);
        }
        while (!got.EndOfMessage);

        return Part(message.ToArray());
    }

    private static (JsonElement Head, byte[] Bytes) Part(byte[] all)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(all);
        return (JsonSerializer.Deserialize<JsonElement>(all.AsSpan(4, length)), all[(4 + length)..]);
    }
}
