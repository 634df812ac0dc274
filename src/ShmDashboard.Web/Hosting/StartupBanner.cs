using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Composition;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Configuration;

namespace ShmDashboard.Web.Hosting;

/// <summary>What the terminal shows once the dashboard answers: where, what was found, how to stop.</summary>
internal static class StartupBanner
{
    public static async Task WriteAsync(WebApplication app, TextWriter output)
    {
        var options = app.Services.GetRequiredService<DashboardOptions>();
        var core = app.Services.GetRequiredService<DashboardCore>();
        var leftovers = core.TakeLeftovers();
        // The keys that leftovers tell are what the list then calls those segments; else what was found first will do.
        var list = leftovers.IsEmpty ? await core.FirstListAsync(CancellationToken.None) : await core.Monitor.LookAroundAsync(CancellationToken.None);
        await output.WriteLineAsync(Compose(options, PortOf(app), list, leftovers));
    }

    /// <summary>The banner's text.</summary>
    public static string Compose(DashboardOptions options, int port, SegmentList list, ImmutableArray<SegmentId> leftovers)
    {
        string root = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}");
        var lines = new List<string>
        {
            "",
            "  ShmDashboard " + (typeof(StartupBanner).Assembly.GetName().Version?.ToString(3) ?? ""),
            "",
            "  Open     " + (options.Token is { } token ? $"{root}/login?t={Uri.EscapeDataString(token)}" : root + "/"),
            "  Found    " + Found(list),
        };
        lines.AddRange(leftovers.Select(id =>
            $"           {id} was held by a dashboard that was killed: it is still there, nobody is attached."));
        lines.AddRange(list.Rows.Where(row => row.Stale && !leftovers.Contains(row.Id)).Take(5).Select(row =>
            $"           {row.Id} was left by a crash: nobody is attached, its creator {row.Facts.Creator?.Pid} is gone."));
        if (options.Token is null)
            lines.Add("  WARNING  No login is asked for: every user of this machine can see and write what you can.");
        if (!IPAddress.IsLoopback(options.Bind))
            lines.Add($"  WARNING  Listening on {options.Bind}: other machines can reach this dashboard, unencrypted.");
        lines.Add("  Stop     Ctrl+C; segments made here are then released as a Qt program would.");
        lines.Add("");
        return string.Join(Environment.NewLine, lines);
    }

    private static string Found(SegmentList list)
    {
        if (list.Problem is { } problem)
            return problem;
        int pictures = list.Rows.Count(row => row.Frame is { Payload.IsPicture: true });
        return (list.Rows.Length, pictures) switch
        {
            (0, _) => "no shared-memory segments yet",
            (1, 0) => "1 segment",
            (var all, 0) => string.Create(CultureInfo.InvariantCulture, $"{all} segments"),
            var (all, some) => string.Create(CultureInfo.InvariantCulture, $"{all} {(all == 1 ? "segment" : "segments")}, {some} with a picture"),
        };
    }

    private static int PortOf(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new Uri(addresses.First()).Port;
    }
}
