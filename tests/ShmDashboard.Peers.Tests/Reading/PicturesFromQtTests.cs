using System.Net;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Pictures;
using ShmDashboard.Peers.Tests.Programs;

namespace ShmDashboard.Peers.Tests.Reading;

/// <summary>Qt programs write pictures; the dashboard shows them, byte for byte.</summary>
public sealed class PicturesFromQtTests(SharedDashboard shared) : PeerTest(shared)
{
    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task List_QtPicture_TellsKeySizeMakerAndAttached(PeerKind kind)
    {
        var key = NewKey();
        var writer = await StartAsync(kind);
        await writer.AskAsync("generate", 320, 200, "ARGB32", 1);
        long payload = (await writer.AskNumbersAsync("createexact", key))[0];
        await Api.ShowAsync(key.Id);

        var row = (await Api.ListAsync()).Single(segment => segment.Id == key.Id);

        Assert.Equal("sysv", row.Kind);
        Assert.Equal("qt", row.Family);
        Assert.Equal(key.Text, row.Name);
        Assert.Equal(payload, row.SizeBytes);
        Assert.Equal("0600", row.Mode);
        Assert.Equal(new ProcessReply(writer.Pid, writer.Name, true), row.Creator);
        Assert.Equal(1, row.AttachedCount);
        Assert.Equal([new ProcessReply(writer.Pid, writer.Name)], row.Attached);
        Assert.Equal("free", row.Lock.State);
        Assert.False(row.HeldByDashboard);
        Assert.False(row.Stale);
        Assert.Null(row.Problem);
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.PyQt6)]
    public async Task List_KeyNobodyTold_ShowsNumberUntilKeyIsGiven(PeerKind kind)
    {
        var key = NewKey();
        var writer = await StartAsync(kind);
        await writer.AskAsync("create", key, 1000);
        string number = $"sysv:{key.Segment!.Value.Id}";

        var unnamed = (await Api.ListAsync()).Single(segment => segment.Id == number);
        var named = await Api.ShowAsync(key.Id);

        Assert.Equal("qt", unnamed.Family);
        Assert.StartsWith("peers", unnamed.Name, StringComparison.Ordinal);
        Assert.Equal(key.Id, named.Id);
        Assert.Contains(number, named.Aliases);
        Assert.DoesNotContain(await Api.ListAsync(), segment => segment.Id == number);
        Assert.Equal(key.Id, (await Api.ShowAsync(number)).Id);
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Show_MadeAnewWhileOthersAskForTheList_IsNeverMissed(PeerKind kind)
    {
        var key = NewKey();
        var writer = await StartAsync(kind);
        using var enough = new CancellationTokenSource();
        var listing = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
                await Api.ListAsync();
        });

        try
        {
            for (int i = 0; i < 200; i++)
            {
                await writer.AskAsync("create", key, 1000 + i);
                await writer.AskAsync("lock");
                Assert.Equal(1000 + i, (await Api.ShowAsync(key.Id)).SizeBytes);
                await writer.AskAsync("unlock");
                await writer.AskAsync("detach");
            }
        }
        finally
        {
            await enough.CancelAsync();
            await listing;
        }
    }

    [Theory]
    [InlineData(PeerKind.Qt5, "ARGB32", "RGBA", 8)]
    [InlineData(PeerKind.Qt6, "ARGB32", "RGBA", 8)]
    [InlineData(PeerKind.Qt5, "RGB32", "RGB", 8)]
    [InlineData(PeerKind.Qt6, "RGB32", "RGB", 8)]
    [InlineData(PeerKind.Qt5, "Grayscale8", "grey", 8)]
    [InlineData(PeerKind.Qt6, "Grayscale8", "grey", 8)]
    [InlineData(PeerKind.Qt5, "Grayscale16", "grey", 16)]
    [InlineData(PeerKind.Qt6, "Grayscale16", "grey", 16)]
    [InlineData(PeerKind.Qt5, "RGBA64", "RGBA", 16)]
    [InlineData(PeerKind.Qt6, "RGBA64", "RGBA", 16)]
    public async Task Picture_AnyFormat_IsThePngThatQtWrote(PeerKind kind, string format, string channels, int bits)
    {
        var key = NewKey();
        var writer = await StartAsync(kind);
        string file = Path.Combine(TemporaryDirectory, "written.png");
        await writer.AskAsync("generate", 61, 43, format, 2);
        await writer.AskAsync("savepng", file);
        await writer.AskAsync("createexact", key);

        using var response = await Api.GetPictureAsync(key.Id);
        var segment = await Api.ShowAsync(key.Id);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(await File.ReadAllBytesAsync(file), await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("consistent", Assert.Single(response.Headers.GetValues("X-Segment-Verdict")));
        Assert.Equal(
            new PictureReply("qtImage", "image/png", 61, 43, channels, bits, "complete", "consistent", null, true, null, "none"), segment.Picture);
    }

    [Theory]
    [InlineData(PeerKind.PyQt5)]
    [InlineData(PeerKind.PyQt6)]
    public async Task Picture_FromPyQt_IsThePngThatItLoaded(PeerKind kind)
    {
        var key = NewKey();
        var writer = await StartAsync(kind);
        string file = WriteFile("picture.png", PngPicture.Make(40, 30, PngKind.Rgba8, 3).File);
        var loaded = await writer.AskPictureAsync("load", file);
        await writer.AskAsync("createexact", key);

        byte[] served = await Api.PictureAsync(key.Id);

        var reader = await StartAsync(PeerKind.Qt5);
        Assert.Equal(loaded.PixelHash, (await reader.AskPictureAsync("load", WriteFile("served.png", served))).PixelHash);
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Picture_NotWrittenSince_IsNotSentAgain(PeerKind kind)
    {
        var key = NewKey();
        var writer = await StartAsync(kind);
        await writer.AskAsync("generate", 64, 64, "RGB32", 4);
        await writer.AskAsync("createexact", key);
        using var first = await Api.GetPictureAsync(key.Id);
        string etag = first.Headers.ETag!.Tag;

        using var second = await Api.GetPictureAsync(key.Id, etag);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Picture_WrittenAgain_IsTheNewOneAtOnce(PeerKind kind)
    {
        var key = NewKey();
        var writer = await StartAsync(kind);
        string file = Path.Combine(TemporaryDirectory, "second.png");
        await writer.AskAsync("create", key, 100_000);
        await writer.AskAsync("generate", 64, 64, "RGB32", 5);
        await writer.AskAsync("write");
        using var first = await Api.GetPictureAsync(key.Id);
        string etag = first.Headers.ETag!.Tag;

        await writer.AskAsync("generate", 65, 63, "RGB32", 6);
        await writer.AskAsync("savepng", file);
        await writer.AskAsync("write");
        using var second = await Api.GetPictureAsync(key.Id, etag);

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.NotEqual(etag, second.Headers.ETag!.Tag);
        Assert.Equal(await File.ReadAllBytesAsync(file), await second.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData(PeerKind.Qt5, "Größe 图片 #1")]
    [InlineData(PeerKind.Qt6, "a/b%2Fc?d=e&f")]
    [InlineData(PeerKind.PyQt5, "naïve \"quoted\" <key>")]
    public async Task Picture_KeyWithUnusualCharacters_IsFound(PeerKind kind, string text)
    {
        var key = NewKey(text);
        var writer = await StartAsync(kind);
        await writer.AskAsync("load", WriteFile("picture.png", PngPicture.Make(8, 8, PngKind.Rgb8, 7).File));
        await writer.AskAsync("createexact", key);

        var segment = await Api.ShowAsync(key.Id);

        Assert.Equal(key.Text, segment.Name);
        Assert.NotEmpty(await Api.PictureAsync(key.Id));
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Picture_SegmentStillEmpty_SaysSo(PeerKind kind)
    {
        var key = NewKey();
        var writer = await StartAsync(kind);
        await writer.AskAsync("create", key, 5000);

        using var response = await Api.GetPictureAsync(key.Id);

        var problem = await DashboardApi.ProblemAsync(response, HttpStatusCode.NotFound);
        Assert.Contains("only zeros", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Picture_PlainPngFileInTheSegment_IsShownAndSaidToBeUnreadableForQt(PeerKind kind)
    {
        var key = NewKey();
        byte[] file = PngPicture.Make(61, 43, PngKind.Rgb8, 9).File;
        var writer = await StartAsync(kind);
        await writer.AskAsync("create", key, file.Length + 100);
        await writer.AskAsync("writefile", WriteFile("plain.png", file));

        Assert.Equal(file, await Api.PictureAsync(key.Id));
        Assert.False((await Api.ShowAsync(key.Id)).Picture?.ReadableByQImageStream);
        var reader = await StartAsync(kind);
        Assert.Equal("null", await reader.AskAsync("read", key));
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Picture_OverwrittenWithoutTheLock_IsNoPictureAnyMore(PeerKind kind)
    {
        var key = NewKey();
        var writer = await StartAsync(kind);
        await writer.AskAsync("generate", 61, 43, "RGB32", 10);
        await writer.AskAsync("createexact", key);
        await Api.PictureAsync(key.Id);

        await writer.AskAsync("scribble", "no picture");

        using var response = await Api.GetPictureAsync(key.Id);
        await DashboardApi.ProblemAsync(response, HttpStatusCode.NotFound);
        Assert.Null((await Api.ShowAsync(key.Id)).Picture);
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task NativeKey_InQt_IsWhereTheTestsLookForLeftovers(PeerKind kind)
    {
        var key = NewKey("Größe 图片 #1");
        var writer = await StartAsync(kind);
        await writer.AskAsync("create", key, 10);

        Assert.Equal(key.SegmentFile, await writer.AskTextAsync("nativekey"));
        Assert.Equal(4, key.Leftovers().Count);
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Picture_ReadTwentyTimes_LeavesNoTraceOnTheSegment(PeerKind kind)
    {
        var key = NewKey();
        var writer = await StartAsync(kind);
        await writer.AskAsync("generate", 200, 100, "RGB32", 8);
        await writer.AskAsync("createexact", key);
        var before = key.Segment;

        for (int i = 0; i < 20; i++)
            await Api.PictureAsync(key.Id);

        Assert.Equal(before, key.Segment);
        await writer.AskAsync("detach");
        Assert.Null(key.Segment);
        Assert.False(File.Exists(key.SegmentFile));
    }
}
