namespace ShmDashboard.Imaging.Layouts.PixelFormats;

/// <summary>Where luma and chroma of a YUV picture are.</summary>
internal enum YuvPlacement
{
    /// <summary>Beside each other in one plane, in an order of the format's own, such as Y U Y V for two pixels.</summary>
    Packed,

    /// <summary>A plane of luma, then one of U and V beside each other, with the same stride.</summary>
    SemiPlanar,

    /// <summary>A plane each for Y, U and V; chroma's stride is luma's, divided.</summary>
    Planar,
}
