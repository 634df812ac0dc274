using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using ShmDashboard.Monitoring.Composition;
using ShmDashboard.Monitoring.Layouts;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Api;
using ShmDashboard.Web.Components;
using ShmDashboard.Web.Components.Processes;
using ShmDashboard.Web.Configuration;
using ShmDashboard.Web.Demo;
using ShmDashboard.Web.Hubs;
using ShmDashboard.Web.Pictures;
using ShmDashboard.Web.Security;
using ShmDashboard.Web.Streaming;

namespace ShmDashboard.Web.Hosting;

/// <summary>The composition root: what the host is made of, and the order in which a request passes through it.</summary>
internal static class DashboardApplication
{
    /// <summary>Exit code of what could not be started.</summary>
    public const int CannotStart = 2;

    private static readonly string s_program = typeof(DashboardApplication).Assembly.GetName().Name!;
    private static readonly string[] s_cultures = ["en", "zh-Hans"];
    private static readonly TimeSpan s_shutdownTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Runs until stopped (Ctrl+C, SIGTERM). The exit code: 0, or 2 when it could not start.</summary>
    public static async Task<int> RunAsync(DashboardOptions options, CancellationToken cancellationToken)
    {
        // Before anything is built: the server would log a stack trace.
        if ((PageFiles.ProblemOf(AppContext.BaseDirectory, s_program) ?? ListenAddress.ProblemOf(options.Bind, options.Port)) is { } problem)
        {
            await Console.Error.WriteLineAsync(problem);
            return CannotStart;
        }

        var reports = new LookReports();
        var core = CoreOf(options, reports);
        // Beside the building of the host, which takes as long as the first look at thousands of segments.
        core.Start();
        await using var app = Build(options, core, reports);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
        {
            await Console.Error.WriteLineAsync(
                ListenAddress.ProblemOf(options.Bind, options.Port) ??
                $"Cannot listen on {options.Bind}:{options.Port}: {error.Message} Choose another port with --port (0 takes any free one).");
            return CannotStart;
        }

        OwnName.Take();
        await StartupBanner.WriteAsync(app, Console.Out);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    /// <summary>Builds the host without starting it.</summary>
    public static WebApplication Build(DashboardOptions options)
    {
        var reports = new LookReports();
        return Build(options, CoreOf(options, reports), reports);
    }

    private static WebApplication Build(DashboardOptions options, DashboardCore core, LookReports reports)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = s_program,
            ContentRootPath = AppContext.BaseDirectory,
        });
        // Before publishing, the files lie in the repository and beside what is built; the manifest beside the binary says where.
        builder.WebHost.UseStaticWebAssets();
        // What was built is served as it was compressed and cached for good, as if it were published. Else each file whose time is no
        // whole second is taken for edited since, and sent in a gzip that compresses nothing, also in the name of Brotli, which no
        // browser can read (StaticAssetDevelopmentRuntimeHandler, ASP.NET Core 10.0).
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        builder.WebHost.ConfigureKestrel(kestrel => ConfigureServer(kestrel, options));
        ConfigureLogging(builder.Logging);
        AddSegments(builder.Services, options, core);
        AddSecurity(builder.Services, options);
        AddPages(builder.Services);

        var app = builder.Build();
        reports.LogTo(app.Services.GetRequiredService<ILoggerFactory>());
        if (core.Layouts.Problem is { } badLayouts)
            Log.LayoutsUnreadable(app.Logger, badLayouts.ToString());
        OrderRequests(app);
        MapEndpoints(app);
        return app;
    }

    // Each of them sees only what those before it let pass.
    private static void OrderRequests(WebApplication app)
    {
        app.UseMiddleware<StoppingRefusal>();
        app.UseHostFiltering();
        app.UseMiddleware<SecurityHeaders>();
        app.UseRequestLocalization();
        app.UseMiddleware<OriginCheck>();
        app.UseResponseCompression();
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/api"),
            api => api.UseStatusCodePages().UseMiddleware<ApiRequests>());
        app.UseWhen(
            context => !context.Request.Path.StartsWithSegments("/api") && TokenAuthenticationHandler.AsksForPage(context.Request),
            pages => pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
        // Circuits are deflated, which halves the first load; what the server agreed to for one it would agree to for the hub too,
        // whose pictures are not to cost most of a core: it never hears of the offer.
        app.UseWhen(context => context.Request.Path.StartsWithSegments(SegmentHub.Path), hub => hub.Use((context, next) =>
        {
            context.Request.Headers.SecWebSocketExtensions = default;
            return next(context);
        }));
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseWebSockets();
    }

    private static void MapEndpoints(WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapLogin();
        app.MapCulture();
        app.MapSegments();
        app.MapLayouts();
        app.MapPictures();
        app.MapFrames();
        app.MapFrameStream();
        app.MapHub<SegmentHub>(SegmentHub.Path);
        app.MapMaintenance();
        app.MapHealth();
        app.MapEvents();
        app.MapOpenApi("/api/openapi.json");
        app.MapDashboardComponents();
    }

    private static void ConfigureServer(KestrelServerOptions kestrel, DashboardOptions options)
    {
        kestrel.Listen(options.Bind, options.Port);
        kestrel.AddServerHeader = false;
        // Uploads are cut off by their endpoint, which can say so; this is the net below it.
        kestrel.Limits.MaxRequestBodySize = options.MaxUploadBytes + (64 << 10);
    }

    private static void ConfigureLogging(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        logging.AddFilter(level => level >= LogLevel.Warning);
        // Says only that keys are not kept, which is intended: sessions rest on the token.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // Browsers bring the antiforgery cookie of an earlier start, whose keys are gone; they get a new one.
        logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Critical);
    }

    private static void AddSegments(IServiceCollection services, DashboardOptions options, DashboardCore core)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        // What is held is released after the last request has ended: a slow one may not keep it.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = s_shutdownTimeout);
        services.AddSingleton(core.Layouts);
        // Not as it is: whoever makes it disposes of it, which is to be the host.
        services.AddSingleton(_ => core);
        AddOfCore(services, core => core.Catalog);
        AddOfCore(services, core => core.Monitor);
        AddOfCore(services, core => core.Publisher);
        AddOfCore(services, core => core.Frames);
        AddOfCore(services, core => core.Janitor);
        AddOfCore(services, core => core.Health);
        AddOfCore(services, core => core.EventLog);
        AddOfCore(services, core => core.Meeting);
        AddOfCore(services, core => core.Renderer);
        AddOfCore(services, core => core.Converter);
        AddOfCore<DescribeProcess>(services, core => pid => Task.Run(() => core.Catalog.Processes.Describe(pid)));
        services.AddSingleton<StreamMetrics>();
        services.AddSingleton<OpenStreams>();
        services.AddSingleton<PictureSurfaces>();
        services.AddSingleton<PictureAnswers>();
        services.AddSingleton<AskedFrame>();
        services.AddSingleton<FrameTargets>();
        services.AddSingleton<FrameWrites>();
        services.AddSingleton<BrowserPictures>();
        services.AddSingleton<SegmentStreams>();
        services.AddHostedService<HeapKeeper>();
        services.AddHostedService<ListBroadcast>();
        services.AddSignalR().AddMessagePackProtocol(options => options.SerializerOptions = JsonNodeFormatter.Options);
        services.AddHostedService<MonitorService>();
        if (options.Demo)
            services.AddHostedService<DemoService>();
    }

    // The core disposes of what is its own.
    private static void AddOfCore<T>(IServiceCollection services, Func<DashboardCore, T> part) where T : class =>
        services.AddSingleton(provider => part(provider.GetRequiredService<DashboardCore>()));

    private static DashboardCore CoreOf(DashboardOptions options, LookReports reports) => new(OptionsOf(options, reports), TimeProvider.System);

    private static CoreOptions OptionsOf(DashboardOptions options, LookReports reports) => new()
    {
        Publishing = new PublisherOptions
        {
            LockTimeout = options.LockTimeout, ReadOnly = options.ReadOnly, MaxContentBytes = options.MaxUploadBytes,
        },
        Watching = new MonitorOptions
        {
            SampleInterval = TimeSpan.FromSeconds(1 / options.SampleRate), Layouts = options.LayoutsFile is { } file ? LayoutLibrary.Open(file) : LayoutLibrary.InMemory(),
        },
        QtKeys = options.Demo ? [.. options.QtKeys, DemoProducer.Key] : [.. options.QtKeys],
        Unexpected = reports.Report,
    };

    private static void AddSecurity(IServiceCollection services, DashboardOptions options)
    {
        services.AddSingleton<SessionCookie>();
        services.AddAuthentication(TokenAuthenticationHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthenticationHandler>(TokenAuthenticationHandler.SchemeName, null);
        services.AddAuthorizationBuilder().SetFallbackPolicy(
            new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddDataProtection().UseEphemeralDataProtectionProvider()
            .AddKeyManagementOptions(keys => keys.XmlRepository = new NoKeyStore());
        services.Configure<HostFilteringOptions>(filtering =>
        {
            // Against DNS rebinding: a foreign name that resolves to this machine is not this machine's name.
            filtering.AllowedHosts = ["localhost", "127.0.0.1", "[::1]", .. options.AllowedHosts];
            filtering.AllowEmptyHosts = false;
        });
    }

    private static void AddPages(IServiceCollection services)
    {
        services.AddProblemDetails();
        // The build compresses our own files; those of packages, and pages, are compressed as they go. Pictures are not text.
        services.AddResponseCompression(compression =>
            compression.MimeTypes = ["text/html", "text/css", "text/javascript", "application/json", "application/problem+json", "image/svg+xml"]);
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        services.AddOpenApi(ApiDescription.Configure);
        services.AddLocalization();
        services.Configure<RequestLocalizationOptions>(localization =>
        {
            localization.SetDefaultCulture(s_cultures[0]);
            localization.AddSupportedCultures(s_cultures);
            localization.AddSupportedUICultures(s_cultures);
            localization.ApplyCurrentCultureToResponseHeaders = true;
            // zh, zh-CN and zh-SG mean Simplified Chinese here; the fallback to parents finds it.
            localization.RequestCultureProviders = [new CookieRequestCultureProvider(), new BrowserCultureProvider()];
        });
        services.AddDashboardComponents();
    }
}
