namespace ShmDashboard.Web.Components.Uploading;

/// <summary>A file the person chose, as the browser describes it. Its bytes stay in the browser.</summary>
/// <param name="Id">The browser's number for it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Width">In pixels; 0 when it could not be decoded.</param>
/// <param name="Height">In pixels; 0 when it could not be decoded.</param>
/// <param name="IsPng">By its signature, not by its name.</param>
/// <param name="Url">Where the browser shows it from.</param>
/// <param name="Problem">Why it could not be decoded.</param>
public sealed record ChosenFile(int Id, string Name, long Bytes, int Width, int Height, bool IsPng, string Url, string? Problem);
