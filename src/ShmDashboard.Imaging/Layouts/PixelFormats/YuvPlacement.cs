namespace ShmDashboard.Imaging.Layouts.PixelFormats;

/// <summary>Where luma and chroma of a YUV picture are.</summary>
internal enum YuvPlacement
{
    /// <summary>Two pixels in four bytes: Y U Y V.</summary>
    PackedYuyv,

    /// <summary>Two pixels in four bytes: Y V Y U.</summary>
    PackedYvyu,

    /// <summary>Two pixels in four bytes: U Y V Y.</summary>
    PackedUyvy,

    /// <summary>A plane of luma, then one of U and V beside each other, with the same stride.</summary>
    SemiPlanar,

    /// <summary>A plane each for Y, U and V; chroma's stride is luma's, divided.</summary>
    Planar,
}
