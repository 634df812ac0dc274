using System.Text.RegularExpressions;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>
/// Labels segments by the program family whose naming they follow. A name proves nothing: the label is a help for the eye,
/// no decision rests on it.
/// </summary>
public static partial class SegmentFamilies
{
    // Ordered: the first that matches wins. Patterns as found in the projects' own sources.
    private static readonly (Regex Pattern, SegmentFamily Family)[] s_posix =
    [
        (QtPattern(), new("qt", "Qt")),
        (PythonPattern(), new("python", "Python")),
        (ChromiumPattern(), new("chromium", "Chromium")),
        (MozillaPattern(), new("firefox", "Firefox")),
        (WebKitPattern(), new("webkit", "WebKit")),
        (PostgresPattern(), new("postgresql", "PostgreSQL")),
        (PulsePattern(), new("pulseaudio", "PulseAudio")),
        (ImageStreamPattern(), new("imagestreamio", "ImageStreamIO")),
        (GStreamerPattern(), new("gstreamer", "GStreamer")),
        (EcalPattern(), new("ecal", "eCAL")),
        (FastDdsPattern(), new("fastdds", "Fast DDS")),
        (IceoryxPattern(), new("iceoryx", "iceoryx")),
        (LookingGlassPattern(), new("lookingglass", "Looking Glass")),
        (ZoneMinderPattern(), new("zoneminder", "ZoneMinder")),
        (LttngPattern(), new("lttng", "LTTng")),
        (JackPattern(), new("jack", "JACK")),
        (NcclPattern(), new("nccl", "NCCL")),
        (OpenMpiPattern(), new("openmpi", "Open MPI")),
        (SteamPattern(), new("steam", "Steam")),
        (PipeWirePattern(), new("pipewire", "PipeWire")),
        (WaylandPattern(), new("wayland", "Wayland")),
        (DotNetPattern(), new("dotnet", ".NET")),
    ];

    /// <summary>Python's <c>shared_memory</c> and Chromium draw their names by lot: only who was told one can open it.</summary>
    public static bool IsNamedByLot(SegmentFacts segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        return segment.Posix?.FileName is { } name && LotPattern().IsMatch(name);
    }

    /// <summary>The family of a segment, or <see cref="SegmentFamily.Unknown"/>.</summary>
    public static SegmentFamily Of(SegmentFacts segment)
    {
        if (segment.Qt is not null)
            return s_posix[0].Family;
        if (segment.Kind == SegmentKind.SystemV)
        {
            return segment is { SystemV: { Key: 0, MarkedForRemoval: true }, AttachCount: >= 2 }
                ? new SegmentFamily("x11", "X11 MIT-SHM")
                : SegmentFamily.Unknown;
        }

        foreach (var (pattern, family) in s_posix)
        {
            if (pattern.IsMatch(segment.Posix?.FileName ?? segment.Name.TrimStart('/')))
                return family;
        }

        return SegmentFamily.Unknown;
    }

    [GeneratedRegex(@"^qipc_sharedmemory_")] private static partial Regex QtPattern();
    [GeneratedRegex(@"^(psm_[0-9a-f]{8}|\.(org\.chromium|com\.google\.Chrome)\.\w{6})$")] private static partial Regex LotPattern();
    [GeneratedRegex(@"^(psm_|pymp-|joblib_memmapping_|torch_)")] private static partial Regex PythonPattern();
    [GeneratedRegex(@"^\.(org\.chromium|com\.google\.Chrome)\.")] private static partial Regex ChromiumPattern();
    [GeneratedRegex(@"^org\.mozilla\.ipc\.")] private static partial Regex MozillaPattern();
    [GeneratedRegex(@"^WK2SharedMemory")] private static partial Regex WebKitPattern();
    [GeneratedRegex(@"^PostgreSQL\.\d+$")] private static partial Regex PostgresPattern();
    [GeneratedRegex(@"^pulse-shm-\d+$")] private static partial Regex PulsePattern();
    [GeneratedRegex(@"\.im\.shm$")] private static partial Regex ImageStreamPattern();
    [GeneratedRegex(@"^shmpipe\.[ \d]{5,}\.[ \d]{5,}$")] private static partial Regex GStreamerPattern();
    [GeneratedRegex(@"^ecal_")] private static partial Regex EcalPattern();
    [GeneratedRegex(@"^(fastrtps_|fastdds_|fast_datasharing_)")] private static partial Regex FastDdsPattern();
    [GeneratedRegex(@"^iox[12]_")] private static partial Regex IceoryxPattern();
    [GeneratedRegex(@"^looking-glass")] private static partial Regex LookingGlassPattern();
    [GeneratedRegex(@"^zm\.mmap\.")] private static partial Regex ZoneMinderPattern();
    [GeneratedRegex(@"^lttng-ust-")] private static partial Regex LttngPattern();
    [GeneratedRegex(@"^jack[-_]")] private static partial Regex JackPattern();
    [GeneratedRegex(@"^nccl-")] private static partial Regex NcclPattern();
    [GeneratedRegex(@"^(vader_segment\.|sm_segment\.)")] private static partial Regex OpenMpiPattern();
    [GeneratedRegex(@"^pipewire-")] private static partial Regex PipeWirePattern();
    [GeneratedRegex(@"^(wayland-|weston-shared|mutter-shared|gdk-wayland)")] private static partial Regex WaylandPattern();
    [GeneratedRegex(@"^doublemapper")] private static partial Regex DotNetPattern();
    [GeneratedRegex(@"^u\d+-(Shm_|Valve)")] private static partial Regex SteamPattern();
}
