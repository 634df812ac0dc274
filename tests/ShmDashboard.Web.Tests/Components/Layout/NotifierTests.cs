using Bunit;
using ShmDashboard.Monitoring.Events;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Layout;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Components.Layout;

public sealed class NotifierTests : ComponentTest
{
    private readonly BunitJSModuleInterop _script;

    public NotifierTests()
    {
        _script = SetupScript("./Components/Layout/Notifier.razor.js");
        _script.SetupVoid("tell", _ => true).SetVoidResult();
    }

    [Fact]
    public async Task Events_NobodyAskedFor_AreNotSentToTheBrowser()
    {
        var notifier = Render<Notifier>();
        await Until(() => JSInterop.Invocations["init"].Count > 0);

        await HappenAsync();
        // Asked for later: what has happened before is no news.
        await Act(() => notifier.Instance.Wants(findings: false, favourites: true));
        await HappenAsync();

        await Until(() => _script.Invocations["tell"].Count > 0);
        var told = Assert.Single(_script.Invocations["tell"]);
        Assert.Single(Assert.IsAssignableFrom<System.Collections.IEnumerable>(told.Arguments[1]!).Cast<object>());
    }

    [Fact]
    public async Task Findings_NobodyAskedFor_AreNotSentToTheBrowser()
    {
        var notifier = Render<Notifier>();
        await Until(() => JSInterop.Invocations["init"].Count > 0);
        await Act(() => notifier.Instance.Wants(findings: true, favourites: false));

        await HappenAsync();

        Assert.Empty(_script.Invocations["tell"]);
    }

    /// <summary>Something happens, and the second in which what happens is gathered goes by.</summary>
    private async Task HappenAsync()
    {
        Events.Note(new SegmentEvent { Kind = SegmentEventKind.Gone, Segment = SegmentId.Qt("share"), Name = "share", Sentence = "It is gone; nobody was attached." });
        await Until(() => Time.Waiting > 0);
        Time.Advance(TimeSpan.FromSeconds(1));
        await Until(() => Time.Waiting == 0);
    }
}
