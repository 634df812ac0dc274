using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Web.Components.Wording;

namespace ShmDashboard.Web.Api;

/// <summary>
/// An encoded picture in a segment: its number for <c>picture=</c>, where it starts and how many bytes of the segment it takes, as it is
/// or as <c>base64</c>; whether it is an item of a Qt stream.
/// </summary>
public sealed record EmbeddedPictureDto(
    int Picture, long Offset, long LengthBytes, string Format, string MediaType, int? Width, int? Height, string? Channels, int? BitsPerChannel,
    bool Base64, bool InQtStream, string Integrity, string? Problem)
{
    internal static IReadOnlyList<EmbeddedPictureDto> Of(FrameInfo? frame, SentenceWords? words) => frame?.Payload is not { Picture: { } format } payload ? []
        : payload.Pictures.IsEmpty
            ? [new(0, payload.ContentOffset, payload.ContentLength, format.Id, format.MediaType, payload.Width, payload.Height, payload.Channels, payload.BitsPerChannel,
                payload.IsBase64, payload.QtMarker is not null, SegmentDto.CamelCase(payload.Integrity), SegmentDto.Said(payload.Problem, words))]
            : [.. payload.Pictures.Select((picture, number) => From(picture, number, words))];

    private static EmbeddedPictureDto From(EmbeddedPicture picture, int number, SentenceWords? words) => new(
        number, picture.Offset, picture.LengthBytes, picture.Format.Id, picture.Format.MediaType, picture.Width, picture.Height, picture.Channels,
        picture.BitsPerChannel, picture.IsBase64, picture.IsInQtStream, SegmentDto.CamelCase(picture.Integrity), SegmentDto.Said(picture.Problem, words));
}
