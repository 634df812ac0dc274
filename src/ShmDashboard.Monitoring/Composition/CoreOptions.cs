using System.Collections.Immutable;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.Monitoring.Sampling;

namespace ShmDashboard.Monitoring.Composition;

/// <summary>What a <see cref="DashboardCore"/> is to do. The defaults look at everything and may change everything.</summary>
public sealed record CoreOptions
{
    /// <summary>Time limits of writing, and whether anything is changed at all.</summary>
    public PublisherOptions Publishing { get; init; } = new();

    /// <summary>How closely to watch; its <see cref="MonitorOptions.Layouts"/> are those of the whole core.</summary>
    public MonitorOptions Watching { get; init; } = new();

    /// <summary>Qt keys to look for, besides those that key files and command lines tell.</summary>
    public ImmutableArray<string> QtKeys { get; init; } = [];

    /// <summary>Told of looks that fail unexpectedly: by whom, and how. Called from worker threads.</summary>
    public Action<Type, Exception>? Unexpected { get; init; }
}
