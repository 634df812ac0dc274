using System.Globalization;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Components.Uploading;

/// <summary>Where something is to be written, as typed so far. Immutable.</summary>
/// <param name="Scheme">Qt key, POSIX name, or a System V number that was linked to.</param>
/// <param name="Name">What was typed.</param>
public readonly record struct UploadTarget(SegmentScheme Scheme, string Name)
{
    /// <summary>From a link: <c>qt:share</c>. Null when it is not an id.</summary>
    public static UploadTarget? Parse(string? text) =>
        SegmentId.TryParse(text, out var id, out _) ? new UploadTarget(id.Scheme, id.Value) : null;

    /// <summary>
    /// A Qt key named as a file, without its extension; with it, or with a number, where another file of the same upload has
    /// that key already.
    /// </summary>
    public static UploadTarget ForFile(string fileName, IReadOnlyCollection<UploadTarget> taken)
    {
        ArgumentNullException.ThrowIfNull(taken);
        string stem = Path.GetFileNameWithoutExtension(fileName).Trim();
        UploadTarget plain = new(SegmentScheme.Qt, stem.Length > 0 ? stem : "picture");
        if (!taken.Contains(plain)) return plain;
        var whole = plain with { Name = fileName.Trim() };
        for (int number = 2; taken.Contains(whole); number++)
            whole = plain with { Name = string.Create(CultureInfo.InvariantCulture, $"{plain.Name} {number}") };
        return whole;
    }

    /// <summary>The layout one usually wants there: a stream for Qt, the file for everybody else.</summary>
    public PayloadKind UsualPictureKind => Scheme == SegmentScheme.Qt ? PayloadKind.QtImage : PayloadKind.File;

    /// <summary>The id, once what was typed is one.</summary>
    public bool TryGetId(out SegmentId id) => SegmentId.TryParse(
        SegmentWord.Of(Scheme) + ":" + Name, out id, out _);
}
