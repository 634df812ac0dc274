using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Numerics;
using ShmDashboard.Web.Configuration;
using ShmDashboard.Web.Demo;
using ShmDashboard.Web.Security;

namespace ShmDashboard.Web.CommandLine;

/// <summary>What can be said when the dashboard is started: the options with what each may be, and what they come to together.</summary>
internal sealed class DashboardArguments
{
    /// <summary>Environment variable that chooses the token where <c>--token</c> does not.</summary>
    private const string TokenVariable = "SHMDASHBOARD_TOKEN";

    private const int MinTokenLength = 8;

    private readonly Option<int> _port =
        Number("--port", "TCP port on the loopback interface; 0 takes any free one.", DashboardOptions.DefaultPort, 0, 65535);

    private readonly Option<string?> _token = new("--token")
    {
        Description = $"The login token instead of a random one (or set {TokenVariable}); at least 8 characters.",
    };

    private readonly Option<bool> _noToken = new("--no-token")
    {
        Description = "No login: every user of this machine can see and write what you can.",
    };

    private readonly Option<bool> _readOnly = new("--read-only")
    {
        Description = "Look only: nothing can be uploaded, removed or repaired.",
    };

    private readonly Option<bool> _demo = new("--demo")
    {
        Description = $"Also start a producer that writes an animated picture under Qt key '{DemoProducer.Key}'.",
    };

    private readonly Option<string[]> _keys = new("--key", "-k")
    {
        Description = "A Qt key to resolve (its file name holds only a hash of it). May be repeated.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<double> _rate = Number("--rate", "How often a watched segment is looked at, per second: 1 to 120.", 30d, 1, 120);

    private readonly Option<long> _maxUpload =
        Number("--max-upload-mib", "Largest accepted upload in MiB: 1 to 1024.", DashboardOptions.DefaultMaxUploadBytes >> 20, 1, 1024);

    private readonly Option<double> _lockTimeout = Number("--lock-timeout", "Seconds a write waits for a segment's lock: 0.1 to 60.", 5d, 0.1, 60);

    private readonly Option<string> _bind = new("--bind")
    {
        Description = "Listen on this address instead of loopback. Opens the dashboard to other machines; needs a token.",
        DefaultValueFactory = _ => IPAddress.Loopback.ToString(),
    };

    private readonly Option<string[]> _allowHost = new("--allow-host")
    {
        Description = "Another host name by which browsers reach the dashboard. May be repeated.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _layouts = new("--layouts")
    {
        Description = "The file with your layouts of raw pixels; without it, layouts.json in your configuration folder.",
    };

    /// <summary>Adds them to a command, in the order in which its help lists them, with what they have to be.</summary>
    public void AddTo(RootCommand root)
    {
        _port.Aliases.Add("-p");
        foreach (var option in (Option[])[_port, _token, _noToken, _readOnly, _demo, _keys, _rate, _maxUpload, _lockTimeout, _bind, _allowHost, _layouts])
            root.Options.Add(option);
        _bind.Validators.Add(result => Require(IPAddress.TryParse(result.GetValueOrDefault<string>(), out _),
            result.AddError, "--bind", result.GetValueOrDefault<string>(), "an IP address such as 127.0.0.1"));
        _token.Validators.Add(result => Require(
            result.GetValueOrDefault<string?>() is null or { Length: >= MinTokenLength },
            result.AddError, "--token", "a shorter text", "at least 8 characters"));
        _allowHost.Validators.Add(result => Require(
            result.GetValueOrDefault<string[]>()?.All(host => host.Length > 0 && !host.Contains('*', StringComparison.Ordinal)) != false,
            result.AddError, "--allow-host", "with a wildcard", "host names written out, such as lab.example"));
        root.Validators.Add(CheckTogether);
    }

    /// <summary>What they come to.</summary>
    public DashboardOptions Read(ParseResult parsed) => new()
    {
        Port = parsed.GetValue(_port),
        Bind = IPAddress.Parse(parsed.GetValue(_bind)!),
        Token = parsed.GetValue(_noToken) ? null : parsed.GetValue(_token) ?? TokenFromEnvironment() ?? AccessToken.Create(),
        AllowedHosts = parsed.GetValue(_allowHost) ?? [],
        MaxUploadBytes = parsed.GetValue(_maxUpload) << 20,
        LockTimeout = TimeSpan.FromSeconds(parsed.GetValue(_lockTimeout)),
        QtKeys = parsed.GetValue(_keys) ?? [],
        SampleRate = parsed.GetValue(_rate),
        ReadOnly = parsed.GetValue(_readOnly),
        Demo = parsed.GetValue(_demo),
        LayoutsFile = parsed.GetValue(_layouts) is { Length: > 0 } file ? file : DashboardOptions.DefaultLayoutsFile,
    };

    private void CheckTogether(CommandResult result)
    {
        if (Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 and < MinTokenLength } && result.GetValue(_token) is null)
            result.AddError($"Cannot start with {TokenVariable} as it is: allowed is at least {MinTokenLength} characters.");
        if (result.GetValue(_noToken) && result.GetValue(_token) is not null)
            result.AddError("Cannot start with both --token and --no-token: give one of them.");
        if (result.GetValue(_noToken) && !IPAddress.IsLoopback(IPAddress.TryParse(result.GetValue(_bind), out var address) ? address : IPAddress.Loopback))
            result.AddError("Cannot start with --no-token on an address other machines can reach: drop --no-token or --bind.");
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
