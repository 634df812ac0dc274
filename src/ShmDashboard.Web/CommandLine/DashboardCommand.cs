using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Numerics;
using ShmDashboard.Web.Configuration;
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

    /// <summary>Does what the arguments say. What is wrong with them is told in a sentence each, and nothing else.</summary>
    public static async Task<int> RunAsync(string[] args, InvocationConfiguration configuration)
    {
        var parsed = Create().Parse(args);
        if (parsed.Errors.Count == 0)
            return await parsed.InvokeAsync(configuration);
        foreach (string sentence in parsed.Errors.Select(error => error.Message).Distinct())
            await configuration.Error.WriteLineAsync(sentence);
        return DashboardApplication.CannotStart;
    }

    public static RootCommand Create()
    {
        var port = Number("--port", "TCP port on the loopback interface; 0 takes any free one.", DashboardOptions.DefaultPort, 0, 65535);
        port.Aliases.Add("-p");
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
        var rate = Number("--rate", "How often a watched segment is looked at, per second: 1 to 120.", 30d, 1, 120);
        var maxUpload = Number("--max-upload-mib", "Largest accepted upload in MiB: 1 to 1024.", DashboardOptions.DefaultMaxUploadBytes >> 20, 1, 1024);
        var lockTimeout = Number("--lock-timeout", "Seconds a write waits for a segment's lock: 0.1 to 60.", 5d, 0.1, 60);
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

        var layouts = new Option<string?>("--layouts")
        {
            Description = "The file with your layouts of raw pixels; without it, layouts.json in your configuration folder.",
        };

        bind.Validators.Add(result => Require(IPAddress.TryParse(result.GetValueOrDefault<string>(), out _),
            result.AddError, "--bind", result.GetValueOrDefault<string>(), "an IP address such as 127.0.0.1"));
        token.Validators.Add(result => Require(
            result.GetValueOrDefault<string?>() is null or { Length: >= MinTokenLength },
            result.AddError, "--token", "a shorter text", "at least 8 characters"));

        var root = new RootCommand(
            "Shows this machine's shared-memory segments live: who made them, who is attached, who holds the lock, the picture inside.")
        {
            port, token, noToken, readOnly, demo, keys, rate, maxUpload, lockTimeout, bind, allowHost, layouts,
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
                LayoutsFile = parsed.GetValue(layouts) is { Length: > 0 } file ? file : DashboardOptions.DefaultLayoutsFile,
            },
            cancellationToken));
        root.Subcommands.Add(DemoCommand.Create());
        return root;
    }

    private static string? TokenFromEnvironment() =>
        Environment.GetEnvironmentVariable(TokenVariable) is { Length: >= MinTokenLength } chosen ? chosen : null;

    private static Option<T> Number<T>(string name, string description, T usual, T least, T most)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            DefaultValueFactory = _ => usual,
            CustomParser = result =>
            {
                string given = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
                if (T.TryParse(given, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
                    return value;
                Require(false, result.AddError, name, given, string.Create(CultureInfo.InvariantCulture, $"{least} to {most}"));
                return usual;
            },
        };

    private static void Require(bool holds, Action<string> addError, string option, object? given, string allowed)
    {
        if (!holds)
            addError(string.Create(CultureInfo.InvariantCulture, $"Cannot start with {option} {given}: allowed is {allowed}."));
    }
}
