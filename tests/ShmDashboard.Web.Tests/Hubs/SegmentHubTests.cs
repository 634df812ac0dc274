using System.Net;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using ShmDashboard.Web.Api;
using ShmDashboard.Web.Hubs;
using ShmDashboard.Web.Tests.Hosting;
using ShmDashboard.Web.Tests.Preview;

namespace ShmDashboard.Web.Tests.Hubs;

[Trait("Category", "Kernel")]
public sealed class SegmentHubTests(RunningDashboard dashboard) : IClassFixture<RunningDashboard>, IDisposable
{
    private readonly string _name = $"shmdashboard-test-{Guid.NewGuid():N}";

    private string Id => "posix:" + _name;

    private string FilePath => "/dev/shm/" + _name;

    public void Dispose() => File.Delete(FilePath);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Frames_OfAPictureThatChanges_BringEachAsItIs(bool messagePack)
    {
        Write(1);
        await using var hub = await ConnectAsync(messagePack);
        await using var frames = hub.StreamAsync<FrameMessage>("Frames", Id, RunningDashboard.Stop).GetAsyncEnumerator();

        Assert.True(await frames.MoveNextAsync());
        Assert.Equal(Picture(1), frames.Current.Bytes);
        Assert.Equal(("image/png", 40, 30), (frames.Current.MediaType, frames.Current.Width, frames.Current.Height));
        long first = frames.Current.Sequence;

        Write(2);
        Assert.True(await frames.MoveNextAsync());
        Assert.Equal(Picture(2), frames.Current.Bytes);
        Assert.True(frames.Current.Sequence > first);
    }

    [Fact]
    public async Task Facts_OfASegmentThatIsNotThereYet_ComeWithIt()
    {
        await using var hub = await ConnectAsync(messagePack: false);
        await using var facts = hub.StreamAsync<SegmentDto>("Facts", Id, RunningDashboard.Stop).GetAsyncEnumerator();
        var next = facts.MoveNextAsync().AsTask();

        Write(1);

        Assert.True(await next);
        Assert.Equal(Id, facts.Current.Id);
    }

    [Fact]
    public async Task Locks_OfASegmentWithoutOne_SayNone()
    {
        Write(1);
        await using var hub = await ConnectAsync(messagePack: true);

        await foreach (var found in hub.StreamAsync<LockDto>("Locks", Id, RunningDashboard.Stop))
        {
            Assert.Equal("none", found.State);
            return;
        }
    }

    [Fact]
    public async Task FollowList_SegmentAppears_IsTold()
    {
        await using var hub = await ConnectAsync(messagePack: true);
        var told = new TaskCompletionSource<SegmentsChange>(TaskCreationOptions.RunContinuationsAsynchronously);
        // One that was under way already may still tell of the list before.
        hub.On<SegmentsChange>(nameof(ISegmentFeed.SegmentsChanged), change => _ = change.Count > 0 && told.TrySetResult(change));
        await hub.InvokeAsync("FollowList", RunningDashboard.Stop);

        Write(1);

        Assert.True((await told.Task.WaitAsync(TimeSpan.FromSeconds(10), RunningDashboard.Stop)).Count > 0);
        Assert.Contains(await hub.InvokeAsync<SegmentDto[]>("List", RunningDashboard.Stop), segment => segment.Id == Id);
    }

    [Fact]
    public async Task Frames_OfNonsense_SaysWhatWasExpected()
    {
        await using var hub = await ConnectAsync(messagePack: false);

        var wrong = await Assert.ThrowsAsync<HubException>(async () =>
        {
            await foreach (var _ in hub.StreamAsync<FrameMessage>("Frames", "nonsense", RunningDashboard.Stop))
                break;
        });

        Assert.Contains("expected qt:<key>", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_WithoutToken_IsRefused()
    {
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(dashboard.Root, "/hub/segments")).Build();

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => hub.StartAsync(RunningDashboard.Stop));

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task Negotiate_FromAForeignPage_IsRefused()
    {
        using var client = dashboard.Client(RunningDashboard.Token);
        client.DefaultRequestHeaders.Add("Origin", "http://evil.example");

        using var response = await client.PostAsync("/hub/segments/negotiate?negotiateVersion=1", null, RunningDashboard.Stop);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private static byte[] Picture(int step) => Png.Draw(40, 30, 3, (x, y) => (x, y, step / 10.0, 1));

    private void Write(int step)
    {
        using var file = new FileStream(FilePath, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(8192);
        file.Write(Picture(step));
        file.Write(new byte[64]);
    }

    private async Task<HubConnection> ConnectAsync(bool messagePack)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri(dashboard.Root, "/hub/segments"), options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.Headers.Add("Authorization", "Bearer " + RunningDashboard.Token);
        });
        if (messagePack)
            builder.AddMessagePackProtocol(options => options.SerializerOptions = JsonNodeFormatter.Options);
        var hub = builder.Build();
        await hub.StartAsync(RunningDashboard.Stop);
        return hub;
    }
}
