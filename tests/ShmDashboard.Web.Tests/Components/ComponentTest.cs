using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using MudBlazor.Services;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Events;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Layouts;
using ShmDashboard.Monitoring.Maintenance;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.Web.Components.Overview;
using ShmDashboard.Web.Components.Processes;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Web.Configuration;
using ShmDashboard.Web.Hosting;
using ShmDashboard.Web.Localization;
using ShmDashboard.Web.Pictures;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Components;

/// <summary>A component alone: scripted segments, a clock that stands still, JavaScript that answers only what it is told.</summary>
public abstract class ComponentTest : BunitContext
{
    protected ComponentTest()
    {
        Events = new EventLog(Time);
        Janitor = new FakeSegmentJanitor(Time);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        Services.AddLogging();
        Services.AddLocalization();
        Services.AddMudServices();
        Services.AddSingleton<ISegmentMonitor>(Monitor);
        Services.AddSingleton<ISegmentPublisher>(Publisher);
        Services.AddSingleton<IFramePublisher>(Frames);
        Services.AddSingleton<IHealthMonitor>(Health);
        Services.AddSingleton<ISegmentJanitor>(Janitor);
        Services.AddSingleton<DescribeProcess>(pid => Task.FromResult(Details.GetValueOrDefault(pid)));
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddSingleton(Layouts);
        Services.AddSingleton(new PictureConverter(new PictureRenderer(new LayoutPixels(), new EncodedPixels(Time))));
        Services.AddSingleton<PictureSurfaces>();
        Services.AddSingleton<FrameTargets>();
        Services.AddSingleton(Events);
        Services.AddSingleton(Sizes);
        Services.AddSingleton(Place);
        Services.AddSingleton(_ => Words);
        Services.AddSingleton(new DashboardOptions { MaxUploadBytes = 1_000_000 });
    }

    internal FakeSegmentMonitor Monitor { get; } = new();

    internal FakeSegmentPublisher Publisher { get; } = new();

    /// <summary>What can be told about processes, by pid.</summary>
    internal Dictionary<int, ProcessDetails> Details { get; } = [];

    internal FakeFramePublisher Frames { get; } = new();

    internal LayoutLibrary Layouts { get; } = LayoutLibrary.InMemory();

    internal FakeHealthMonitor Health { get; } = new();

    internal EventLog Events { get; }

    internal FakeSegmentJanitor Janitor { get; }

    internal ManualTime Time { get; } = new(Rows.Noon);

    internal ListPlace Place { get; } = new();

    internal SizeWords Sizes { get; } = new();

    internal IStringLocalizer<Strings> Text => Services.GetRequiredService<IStringLocalizer<Strings>>();

    internal SentenceWords Words => new(Services.GetRequiredService<IStringLocalizer<Sentences>>(), Text, Sizes);

    /// <summary>A component's module, whose <c>init</c> gives an object that can be disposed.</summary>
    internal BunitJSModuleInterop SetupScript(string path)
    {
        var module = JSInterop.SetupModule(path);
        var script = module.SetupModule("init", _ => true);
        script.SetupVoid("dispose").SetVoidResult();
        return script;
    }

    /// <summary>MudBlazor's own calls, which are none of ours: answered with nothing.</summary>
    internal void SetupMud() => JSInterop.Mode = JSRuntimeMode.Loose;

    /// <summary>Text as a person reads it: one blank between words.</summary>
    internal static string Read(AngleSharp.Dom.IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Finds and acts between two renders, so that what was found still has its handlers.</summary>
    internal Task Act(Action act) => Renderer.Dispatcher.InvokeAsync(act);

    /// <summary>Waits for something that a worker thread brings about, looking between two renders.</summary>
    internal Task Until(Func<bool> condition) => Patience.Until(() => Renderer.Dispatcher.InvokeAsync(condition));
}
