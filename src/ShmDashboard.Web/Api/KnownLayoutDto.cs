using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.Writing;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring.Layouts;

namespace ShmDashboard.Web.Api;

/// <summary>
/// A layout that pictures can be written in, by its word: the user's (<c>user</c>) or one that comes with the dashboard
/// (<c>builtIn</c>). <c>Made</c>: new segments can be made in it, of a width and height where it does not tell them itself, and in one
/// of its formats. Sizes are those of the picture as it is shown.
/// </summary>
public sealed record KnownLayoutDto(
    string Id, string? Name, string Origin, bool Made, int? Width, int? Height, IReadOnlyList<string> Formats, string Signs)
{
    internal static KnownLayoutDto From(KnownLayout known)
    {
        var document = known.Document;
        var (width, height) = ((PictureRotation)document.Rotation).Size(
            document.Header?.Width is null ? document.Width : null, document.Header?.Height is null ? document.Height : null);
        return new(
            known.Id, document.Name, SegmentDto.CamelCase(known.Origin), BlankSegment.Of(document, 64, 48, null, out _) is not null,
            width, height, [.. BlankSegment.FormatsOf(document).Select(format => format.Name)], SegmentDto.CamelCase(FrameConversion.SignsOf(document)));
    }
}
