using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Sweeping;

/// <summary>Tells at once when a name appears in <c>/dev/shm</c> or goes from it, by inotify; the sweep would notice within a second.</summary>
internal static class PosixArrivals
{
    /// <summary>Watches until disposed; null where it cannot (no such directory, no inotify watches left).</summary>
    public static IDisposable? TryWatch(Action changed)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(PosixFiles.Directory) { NotifyFilter = NotifyFilters.FileName };
            watcher.Created += (_, _) => changed();
            watcher.Deleted += (_, _) => changed();
            watcher.Renamed += (_, _) => changed();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception error) when (error is IOException or ArgumentException)
        {
            // A convenience only; without it arrivals are seen by the next sweep.
            watcher?.Dispose();
            return null;
        }
    }
}
