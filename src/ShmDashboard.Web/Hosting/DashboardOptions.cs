namespace ShmDashboard.Web.Hosting;

/// <summary>What was chosen at start.</summary>
public sealed record DashboardOptions
{
    /// <summary>The largest picture that may be uploaded, in bytes.</summary>
    public long MaxUploadBytes { get; init; } = 64L << 20;

    /// <summary>Whether one has to log in.</summary>
    public bool TokenRequired { get; init; } = true;
}
