using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Components.Elements;

/// <summary>
/// Where a segment stands in our addresses. An id is always one path segment, percent-encoded, whatever its key holds.
/// </summary>
internal static class SegmentLinks
{
    private const string PagePrefix = "segment/";

    /// <summary>The segment's page.</summary>
    public static string Page(SegmentId id) => "/" + PagePrefix + Escape(id);

    /// <summary>The page of a process that has to do with segments.</summary>
    public static string Process(int pid) => "/process/" + pid.ToString(CultureInfo.InvariantCulture);

    /// <summary>The Upload page, aimed at the segment.</summary>
    public static string Upload(SegmentId id) => "/upload?target=" + Escape(id);

    /// <summary>Its newest picture.</summary>
    public static string Picture(SegmentId id) => $"/api/segments/{Escape(id)}/picture";

    /// <summary>Its text.</summary>
    public static string Text(SegmentId id) => $"/api/segments/{Escape(id)}/text";

    /// <summary>What lies in it, without what is before and behind.</summary>
    public static string Payload(SegmentId id) => $"/api/segments/{Escape(id)}/payload";

    /// <summary>Its bytes.</summary>
    public static string Bytes(SegmentId id) => $"/api/segments/{Escape(id)}/bytes";

    /// <summary>
    /// Reads the id out of a page's address. Not left to route values: those decode an inner slash in one place and not in
    /// the other, so that keys with slashes would be read differently before and after the circuit starts.
    /// </summary>
    /// <param name="relativeUri">The address relative to the base: <c>segment/qt%3Ashare?tab=bytes</c>.</param>
    /// <param name="id">The id, when true is returned.</param>
    /// <param name="problem">Otherwise one sentence saying what was expected and found.</param>
    public static bool TryParsePage(string relativeUri, out SegmentId id, [NotNullWhen(false)] out Sentence? problem)
    {
        string path = relativeUri.Split('?', '#')[0];
        string escaped = path.StartsWith(PagePrefix, StringComparison.OrdinalIgnoreCase) ? path[PagePrefix.Length..] : path;
        return SegmentId.TryParse(Uri.UnescapeDataString(escaped), out id, out problem);
    }

    private static string Escape(SegmentId id) => Uri.EscapeDataString(id.ToString());
}
