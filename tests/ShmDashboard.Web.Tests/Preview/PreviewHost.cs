using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Layouts;
using ShmDashboard.Monitoring.Maintenance;
using ShmDashboard.Monitoring.Meeting;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Api;
using ShmDashboard.Web.Components;
using ShmDashboard.Web.Components.Processes;
using ShmDashboard.Web.Configuration;
using ShmDashboard.Web.Hosting;
using ShmDashboard.Web.Pictures;
using ShmDashboard.Web.Streaming;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Preview;

/// <summary>The real pages over scripted segments, for looking at them: no kernel, no login.</summary>
internal static class PreviewHost
{
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' blob: data:; " +
        "connect-src 'self' ws:; base-uri 'self'; form-action 'self'";

    /// <summary>The body of the last upload that was taken.</summary>
    public static byte[] LastUpload { get; private set; } = [];

    /// <summary>Starts it on a port of 127.0.0.1, 0 for any.</summary>
    public static async Task<WebApplication> StartAsync(
        FakeSegmentMonitor monitor, FakeSegmentPublisher publisher, PreviewScene scene, int port = 0)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "ShmDashboard.Web",
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseStaticWebAssets();
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddDashboardComponents();
        builder.Services.AddSingleton<ISegmentMonitor>(monitor);
        builder.Services.AddSingleton<ISegmentPublisher>(publisher);
        builder.Services.AddSingleton<IHealthMonitor>(scene.Health);
        builder.Services.AddSingleton<ISegmentJanitor>(scene.Janitor);
        builder.Services.AddSingleton(scene.Events);
        builder.Services.AddSingleton<DescribeProcess>(pid => Task.FromResult(PreviewTrouble.Describe(pid)));
        builder.Services.AddSingleton(new MeetingReader(new SegmentCatalog(new CatalogOptions(), TimeProvider.System)));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new DashboardOptions());
        builder.Services.AddSingleton(LayoutLibrary.InMemory());
        builder.Services.AddSingleton<IFramePublisher>(new FakeFramePublisher());
        builder.Services.AddSingleton<StreamMetrics>();
        builder.Services.AddSingleton<OpenStreams>();
        builder.Services.AddSingleton(new PictureRenderer(new LayoutPixels(), new EncodedPixels(TimeProvider.System)));
        builder.Services.AddSingleton<PictureConverter>();
        builder.Services.AddSingleton<BrowserPictures>();
        builder.Services.AddSingleton<PictureSurfaces>();
        builder.Services.AddSingleton<PictureAnswers>();
        builder.Services.AddSingleton<AskedFrame>();
        builder.Services.AddSingleton<FrameTargets>();
        builder.Services.AddSingleton<FrameWrites>();

        var app = builder.Build();
        app.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = ContentPolicy;
            return next(context);
        });
        app.UseRequestLocalization(options => options.SetDefaultCulture("en")
            .AddSupportedCultures("en", "zh-Hans").AddSupportedUICultures("en", "zh-Hans"));
        app.UseAntiforgery();
        app.UseWebSockets();
        app.MapFrameStream();
        app.MapPictures();
        app.MapLayouts();
        app.MapStaticAssets();
        app.MapDashboardComponents();
        // Asked for by a page whose stream broke off, as on a machine that is too busy.
        app.MapGet("/session", () => Results.NoContent());
        MapApi(app, monitor, publisher);
        await app.StartAsync();
        return app;
    }

    private static void MapApi(WebApplication app, FakeSegmentMonitor monitor, FakeSegmentPublisher publisher)
    {
        app.MapGet("/culture", (HttpContext context, string c, string returnUrl) =>
        {
            context.Response.Cookies.Append(CookieRequestCultureProvider.DefaultCookieName,
                CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(c)));
            return Results.LocalRedirect(returnUrl);
        });
        app.MapGet("/api/segments/{id}/picture", async (string id, HttpContext context, CancellationToken cancellationToken) =>
        {
            if (!SegmentId.TryParse(id, out var segment, out var wrong)) return Results.Problem(wrong.ToString(), statusCode: 400);
            using var lease = await monitor.LeaseFrameAsync(segment, cancellationToken);
            if (lease is null) return Results.Problem($"There is no picture in '{id}'.", statusCode: 404);
            context.Response.Headers.ETag = $"\"{lease.Info.Sequence.ToString(CultureInfo.InvariantCulture)}\"";
            return Results.Bytes(lease.Picture.ToArray(), lease.Info.Payload.MediaType);
        });
        app.MapPut("/api/segments/{id}/{what}", async (string id, string what, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            if (!SegmentId.TryParse(id, out var segment, out var wrong)) return Results.Problem(wrong.ToString(), statusCode: 400);
            LastUpload = body.ToArray();
            var plan = publisher.Plan(segment, what == "text" ? PayloadKind.Utf8Text : PayloadKind.QtImage, body.Length);
            return plan.Action == PublishAction.Refuse
                ? Results.Problem(plan.Problem!.ToString(), statusCode: 409, title: "Refused")
                : Results.Json(new { id, action = plan.Action.ToString().ToLowerInvariant(), plan.PayloadBytes, plan.SegmentBytes });
        });
    }
}
