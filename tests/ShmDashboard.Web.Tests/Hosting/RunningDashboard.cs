using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using ShmDashboard.Monitoring;
using ShmDashboard.Web.Configuration;
using ShmDashboard.Web.Hosting;

namespace ShmDashboard.Web.Tests.Hosting;

/// <summary>The real host on a free loopback port, over the real kernel.</summary>
public sealed class RunningDashboard : IAsyncLifetime
{
    public const string Token = "a-token-for-tests";

    private readonly DashboardOptions _options;
    private WebApplication? _app;

    public RunningDashboard() : this(new DashboardOptions
    {
        Port = 0,
        Token = Token,
        MaxUploadBytes = 1 << 20,
        LockTimeout = TimeSpan.FromMilliseconds(200),
    })
    {
    }

    internal RunningDashboard(DashboardOptions options) => _options = options;

    public Uri Root { get; private set; } = null!;

    /// <summary>What the pages watch by.</summary>
    public ISegmentMonitor Monitor => _app!.Services.GetRequiredService<ISegmentMonitor>();

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = DashboardApplication.Build(_options);
        await _app.StartAsync(Stop);
        Root = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>A client that neither follows redirects nor keeps cookies, so that tests see what is sent.</summary>
    public HttpClient Client(string? token = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Root };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is null)
            return;
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
