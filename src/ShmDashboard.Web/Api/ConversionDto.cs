using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Web.Api;

/// <summary>
/// How a picture was made one of another format: the formats' words (<c>jpeg</c>, <c>png</c>), the size of the result, bits of
/// one sample before (null when the file does not tell) and after, and whether it was turned as its Exif orientation says.
/// </summary>
public sealed record ConversionDto(
    string From, string To, int Width, int Height, int? FromBitsPerChannel, int BitsPerChannel, bool Turned, long FromBytes, long ToBytes)
{
    internal static ConversionDto? Of(PictureConversion? conversion) => conversion is null ? null : new(
        conversion.From?.Id ?? "raw", conversion.To.Id, conversion.Width, conversion.Height, conversion.FromBitsPerChannel,
        conversion.BitsPerChannel, conversion.IsTurned, conversion.FromBytes, conversion.ToBytes);
}
