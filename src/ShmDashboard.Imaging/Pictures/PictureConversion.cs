using ShmDashboard.Imaging.Formats;

namespace ShmDashboard.Imaging.Pictures;

/// <summary>What was made of a picture file to have it in another format. Immutable.</summary>
/// <param name="From">The format that it had; null for raw pixels.</param>
/// <param name="To">The format that it has now.</param>
/// <param name="Width">Pixels in a row of the result.</param>
/// <param name="Height">Rows of the result.</param>
/// <param name="FullWidth">Pixels in a row before it was made smaller, upright.</param>
/// <param name="FullHeight">Rows before it was made smaller, upright.</param>
/// <param name="FromBitsPerChannel">Bits of one sample as they were; null when the file does not tell.</param>
/// <param name="BitsPerChannel">Bits of one sample of the result.</param>
/// <param name="IsTurned">Its Exif orientation was not upright, and the pixels were turned (or mirrored) as it says.</param>
/// <param name="FromBytes">Length of the file.</param>
/// <param name="ToBytes">Length of the result.</param>
public sealed record PictureConversion(
    PictureFormat? From, PictureFormat To, int Width, int Height, int FullWidth, int FullHeight, int? FromBitsPerChannel, int BitsPerChannel, bool IsTurned,
    long FromBytes, long ToBytes);
