namespace ShmDashboard.Monitoring.Health;

/// <summary>How full a file system is.</summary>
/// <param name="Path">Where it is mounted.</param>
/// <param name="TotalBytes">Its size.</param>
/// <param name="FreeBytes">What is left for us.</param>
public readonly record struct FileSystemUsage(string Path, long TotalBytes, long FreeBytes)
{
    /// <summary>0 to 1.</summary>
    public double UsedShare => TotalBytes > 0 ? 1 - (double)FreeBytes / TotalBytes : 0;
}
