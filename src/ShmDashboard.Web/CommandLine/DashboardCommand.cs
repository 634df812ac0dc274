using System.CommandLine;
using System.Globalization;
using System.Net;
using ShmDashboard.Web.Demo;
using ShmDashboard.Web.Hosting;
using ShmDashboard.Web.Security;

namespace ShmDashboard.Web.CommandLine;

/// <summary>The command line: options in, a running dashboard or a sentence saying what is wrong out.</summary>
internal static class DashboardCommand
{
    /// <summary>Environment variable that chooses the token where <c>--token</c> does not.</summary>
    public const string TokenVariable = "SHMDASHBOARD_TOKEN";

    private const int MinTokenLength = 8;

    public static RootCommand Create()
    {
        var port = new Option<int>("--port", "-p")
        {
            Description = "TCP port on the loopback interface; 0 takes any free one.",
            DefaultValueFactory = _ => DashboardOptions.DefaultPort,
        };
        var token = new Option<string?>("--token")
        {
            Description = $"The login token instead of a random one (or set {TokenVariable}); at least 8 characters.",
        };
        var noToken = new Option<bool>("--no-token")
        {
            Description = "No login: every user of this machine can see and write what you can.",
        };
        var demo = new Option<bool>("--demo")
        {
            Description = $"Also start a producer that writes an animated picture under Qt key '{DemoProducer.Key}'.",
        };
        var readOnly = new Option<bool>("--read-only")
        {
            Description = "Look only: nothing can be uploaded, removed or repaired.",
        };
        var keys = new Option<string[]>("--key", "-k")
        {
            Description = "A Qt key to resolve (its file name holds only a hash of it). May be repeated.",
            DefaultValueFactory = _ => [],
        };
        var rate = new Option<double>("--rate")
        {
            Description = "How often a watched segment is looked at, per second: 1 to 120.",
            DefaultValueFactory = _ => 30,
        };
        var maxUpload = new Option<long>("--max-upload-mib")
        {
            Description = "Largest accepted upload in MiB: 1 to 1024.",
            DefaultValueFactory = _ => DashboardOptions.DefaultMaxUploadBytes >> 20,
        };
        var lockTimeout = new Option<double>("--lock-timeout")
        {
            Description = "Seconds a write waits for a segment's lock: 0.1 to 60.",
            DefaultValueFactory = _ => 5,
        };
        var bind = new Option<string>("--bind")
        {
            Description = "Listen on this address instead of loopback. Opens the dashboard to other machines; needs a token.",
            DefaultValueFactory = _ => IPAddress.Loopback.ToString(),
        };
        var allowHost = new Option<string[]>("--allow-host")
        {
            Description = "Another host name by which browsers reach the dashboard. May be repeated.",
            DefaultValueFactory = _ => [],
        };

        port.Validators.Add(result => Require(result.GetValueOrDefault<int>() is >= 0 and <= 65535,
            result.AddError, "--port", result.GetValueOrDefault<int>(), "0 to 65535"));
        rate.Validators.Add(result => Require(result.GetValueOrDefault<double>() is >= 1 and <= 120,
            result.AddError, "--rate", result.GetValueOrDefault<double>(), "1 to 120"));
        maxUpload.Validators.Add(result => Require(result.GetValueOrDefault<long>() is >= 1 and <= 1024,
            result.AddError, "--max-upload-mib", result.GetValueOrDefault<long>(), "1 to 1024"));
        lockTimeout.Validators.Add(result => Require(result.GetValueOrDefault<double>() is >= 0.1 and <= 60,
            result.AddError, "--lock-timeout", result.GetValueOrDefault<double>(), "0.1 to 60"));
        bind.Validators.Add(result => Require(IPAddress.TryParse(result.GetValueOrDefault<string>(), out _),
            result.AddError, "--bind", result.GetValueOrDefault<string>(), "an IP address such as 127.0.0.1"));
        token.Validators.Add(result => Require(
            result.GetValueOrDefault<string?>() is null or { Length: >= MinTokenLength },
            result.AddError, "--token", "a shorter text", "at least 8 characters"));

        var root = new RootCommand(
            "Shows this machine's shared-memory segments live: who made them, who is attached, who holds the lock, the picture inside.")
        {
            port, token, noToken, readOnly, demo, keys, rate, maxUpload, lockTimeout, bind, allowHost,
        };
        allowHost.Validators.Add(result => Require(
            result.GetValueOrDefault<string[]>()?.All(host => host.Length > 0 && !host.Contains('*', StringComparison.Ordinal)) != false,
            result.AddError, "--allow-host", "with a wildcard", "host names written out, such as lab.example"));
        root.Validators.Add(result =>
        {
            if (Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 and < MinTokenLength } && result.GetValue(token) is null)
                result.AddError($"Cannot start with {TokenVariable} as it is: allowed is at least {MinTokenLength} characters.");
            if (result.GetValue(noToken) && result.GetValue(token) is not null)
                result.AddError("Cannot start with both --token and --no-token: give one of them.");
            if (result.GetValue(noToken) && !IPAddress.IsLoopback(IPAddress.TryParse(result.GetValue(bind), out var address) ? address : IPAddress.Loopback))
                result.AddError("Cannot start with --no-token on an address other machines can reach: drop --no-token or --bind.");
        });
        root.SetAction((parsed, cancellationToken) => DashboardApplication.RunAsync(
            new DashboardOptions
            {
                Port = parsed.GetValue(port),
                Bind = IPAddress.Parse(parsed.GetValue(bind)!),
                Token = parsed.GetValue(noToken) ? null : parsed.GetValue(token) ?? TokenFromEnvironment() ?? AccessToken.Create(),
                AllowedHosts = parsed.GetValue(allowHost) ?? [],
                MaxUploadBytes = parsed.GetValue(maxUpload) << 20,
                LockTimeout = TimeSpan.FromSeconds(parsed.GetValue(lockTimeout)),
                QtKeys = parsed.GetValue(keys) ?? [],
                SampleRate = parsed.GetValue(rate),
                ReadOnly = parsed.GetValue(readOnly),
                Demo = parsed.GetValue(demo),
            },
            cancellationToken));
        root.Subcommands.Add(DemoCommand.Create());
        return root;
    }

    private static string? TokenFromEnvironment() =>
        Environment.GetEnvironmentVariable(TokenVariable) is { Length: >= MinTokenLength } chosen ? chosen : null;

    private static void Require(bool holds, Action<string> addError, string option, object? given, string allowed)
    {
        if (!holds)
            addError(string.Create(CultureInfo.InvariantCulture, $"Cannot start with {option} {given}: allowed is {allowed}."));
    }
}
