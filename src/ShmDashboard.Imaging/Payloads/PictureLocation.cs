using System.Buffers.Binary;
using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Formats.Qt;

namespace ShmDashboard.Imaging.Payloads;

/// <summary>Which encoded picture starts where in a segment.</summary>
/// <param name="Format">The format of the picture itself, without regard to what is in front of it.</param>
/// <param name="Offset">Where its signature starts.</param>
internal readonly record struct PictureLocation(PictureFormat Format, int Offset)
{
    /// <summary>Where the picture of a streamed QVariant starts: u32 type, u8 is-null, i32 marker.</summary>
    public const int InVariant = 9;

    public static PictureLocation? Find(in PictureProbe probe)
    {
        var head = probe.Head;
        if (PictureFormats.Match(probe) is { } plain)
            return new PictureLocation(plain, 0);
        if (head.Length <= QtImageStream.MarkerBytes)
            return null;
        uint marker = BinaryPrimitives.ReadUInt32BigEndian(head);
        // Marker 0 says that nothing follows; only the remains of Qt's own format are evidence of that.
        if (PictureFormats.Match(probe.From(QtImageStream.MarkerBytes)) is { } marked
            && (marker != 0 || marked == PictureFormats.Png))
            return new PictureLocation(marked, QtImageStream.MarkerBytes);
        return IsImageVariant(probe, marker) ? new PictureLocation(PictureFormats.Png, InVariant) : null;
    }

    // QMetaType ids of QImage and QPixmap: 0x46 and 0x41 in Qt 5, 0x1006 and 0x1001 in Qt 6 (qmetatype.h; measured).
    private static bool IsImageVariant(in PictureProbe probe, uint typeId) =>
        typeId is 0x46 or 0x41 or 0x1006 or 0x1001
        && probe.Head.Length > InVariant && probe.Head[4] == 0 && PictureFormats.Png.IsMatch(probe.From(InVariant));
}
