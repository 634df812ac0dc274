using System.Globalization;

namespace ShmDashboard.Peers.Tests.Programs;

/// <summary>A picture as a peer sees it.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Format"><c>QImage::Format</c>.</param>
/// <param name="PixelHash">SHA-256 of the pixels as RGBA, 16 bits a channel, little-endian, straight alpha, row by row.</param>
internal sealed record PeerPicture(int Width, int Height, int Format, string PixelHash)
{
    /// <summary>Reads a peer's reply; null for a null image.</summary>
    public static PeerPicture? From(string reply)
    {
        if (reply == "null")
            return null;
        string[] parts = reply.Split(' ');
        return new PeerPicture(Number(parts[0]), Number(parts[1]), Number(parts[2]), parts[3]);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
