using System.Net;

namespace ShmDashboard.Web.Configuration;

/// <summary>How this dashboard was started. Immutable; made once from the command line and the environment.</summary>
public sealed record DashboardOptions
{
    /// <summary>The port asked for when none is given.</summary>
    public const int DefaultPort = 5147;

    /// <summary>Default of <see cref="MaxUploadBytes"/>: 64 MiB.</summary>
    public const long DefaultMaxUploadBytes = 64L << 20;

    /// <summary>TCP port, 0 for any free one.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>The address listened on. Loopback unless the user opened it explicitly.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>The login token; null when logins are switched off.</summary>
    public string? Token { get; init; }

    /// <summary>Whether a token is asked for.</summary>
    public bool TokenRequired => Token is not null;

    /// <summary>Host names accepted besides localhost and the loopback addresses.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Largest accepted upload, in bytes.</summary>
    public long MaxUploadBytes { get; init; } = DefaultMaxUploadBytes;

    /// <summary>Largest accepted text, in bytes of UTF-8: 16 MiB, or <see cref="MaxUploadBytes"/> where that is less.</summary>
    public long MaxTextBytes => Math.Min(MaxUploadBytes, 16L << 20);

    /// <summary>How long a write waits for a segment's lock. 0.1 s to 60 s.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Qt keys to resolve from the start.</summary>
    public IReadOnlyList<string> QtKeys { get; init; } = [];

    /// <summary>How often a watched segment is looked at, in hertz. 1 to 120.</summary>
    public double SampleRate { get; init; } = 30;

    /// <summary>Look only: no uploads, no removals, no repairs.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Where the user's layouts are unless said: <c>shmdashboard/layouts.json</c> in the configuration folder.</summary>
    public static string? DefaultLayoutsFile =>
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } folder
            ? Path.Combine(folder, "shmdashboard", "layouts.json")
            : null;

    /// <summary>The file with the user's layouts of raw pixels; null to keep them only until the end.</summary>
    public string? LayoutsFile { get; init; }

    /// <summary>Start the animated producer under Qt key <c>demo</c>.</summary>
    public bool Demo { get; init; }
}
