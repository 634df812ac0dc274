namespace ShmDashboard.Web.Hubs;

/// <summary>One content of a segment that holds a picture, with its bytes.</summary>
/// <param name="Sequence">Counts the different contents seen in this segment; gaps are contents that were passed over for newer ones.</param>
/// <param name="Verdict">How far it can be believed, as <c>verdict</c> in the REST API.</param>
/// <param name="MediaType">Media type of the bytes, such as <c>image/png</c>.</param>
/// <param name="Width">Pixels in a row, as the picture claims; null when unknown.</param>
/// <param name="Height">Rows, as the picture claims; null when unknown.</param>
/// <param name="NoticedUtc">When the look began that noticed it.</param>
/// <param name="Bytes">The picture file as it is in the segment. In the JSON protocol base64.</param>
public sealed record FrameMessage(
    long Sequence, string Verdict, string? MediaType, int? Width, int? Height, DateTimeOffset NoticedUtc, byte[] Bytes);
