namespace ShmDashboard.Web.Components.Uploading;

/// <summary>What would be sent.</summary>
/// <param name="Bytes">Its length.</param>
/// <param name="Converted">It was made from the file; otherwise it is the file, untouched.</param>
/// <param name="Problem">Why it could not be made.</param>
/// <param name="From">The word of the format that it was made from; null where the browser made it.</param>
/// <param name="Bits">Bits of one sample of it.</param>
/// <param name="FromBits">Bits of one sample of the file; null when the file does not tell.</param>
/// <param name="Turned">It was turned as the file's Exif orientation says.</param>
public sealed record PreparedFile(
    long Bytes, bool Converted, string? Problem, string? From, int? Bits, int? FromBits, bool Turned);
