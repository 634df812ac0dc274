namespace ShmDashboard.Web.Streaming;

/// <summary>A picture file that every browser shows.</summary>
/// <param name="MediaType">Its media type.</param>
/// <param name="Bytes">The file; valid as long as the lease it was made of.</param>
public readonly record struct BrowserPicture(string? MediaType, ReadOnlyMemory<byte> Bytes);
