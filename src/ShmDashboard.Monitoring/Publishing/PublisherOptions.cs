namespace ShmDashboard.Monitoring.Publishing;

/// <summary>How the publisher behaves.</summary>
public sealed record PublisherOptions
{
    /// <summary>How long a write waits for a segment's lock. Default 5 s.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Most bytes of a picture after it was converted. Default 1 GiB.</summary>
    public long MaxContentBytes { get; init; } = 1L << 30;

    /// <summary>Refuse to write anything. Default false.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>How long letting go of one segment may take when the host stops. Default 1 s.</summary>
    public TimeSpan ReleaseTimeout { get; init; } = TimeSpan.FromSeconds(1);
}
