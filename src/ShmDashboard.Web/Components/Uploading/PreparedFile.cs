namespace ShmDashboard.Web.Components.Uploading;

/// <summary>What would be sent.</summary>
/// <param name="Bytes">Its length.</param>
/// <param name="Converted">It was made from the file; otherwise it is the file, untouched.</param>
/// <param name="Problem">Why it could not be made.</param>
public sealed record PreparedFile(long Bytes, bool Converted, string? Problem);
