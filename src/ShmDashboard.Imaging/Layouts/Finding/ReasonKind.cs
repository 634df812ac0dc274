namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>One kind of evidence for a layout.</summary>
public enum ReasonKind
{
    /// <summary>Header, pixels, frames and padding add up to the segment's size. Number: bytes.</summary>
    FitsExactly,

    /// <summary>What is left behind the pixels is zeros. Number: bytes.</summary>
    ZerosBehind,

    /// <summary>Rows resemble the rows at this distance. Number: bytes.</summary>
    RowsAgree,

    /// <summary>Fields hold width and height. Numbers: where they are.</summary>
    HeaderTells,

    /// <summary>The bytes in front of the pixels are no pixels. Number: bytes.</summary>
    HeaderInFront,

    /// <summary>The bytes behind the pixels are no pixels. Number: bytes.</summary>
    FooterBehind,

    /// <summary>The ends of the rows are padding. Number: bytes a row.</summary>
    RowsPadded,

    /// <summary>Frames that resemble each other lie behind each other. Number: how many.</summary>
    FramesRepeat,

    /// <summary>The rows break off and others begin. Number: after how many rows, each time.</summary>
    BreaksOff,

    /// <summary>Frames behind each other, each for itself like one. Number: how many.</summary>
    FramesBehind,

    /// <summary>Behind it is another picture of the same size. Number: its bytes a pixel.</summary>
    PictureBehind,

    /// <summary>It is behind another picture of the same size. Number: that one's bytes a pixel.</summary>
    PictureInFront,

    /// <summary>A size that cameras and screens have.</summary>
    UsualSize,

    /// <summary>A channel is constant. Number: its value.</summary>
    AlphaConstant,

    /// <summary>The bytes repeat their kind at this distance. Number: bytes a pixel.</summary>
    PixelsRepeat,

    /// <summary>No value needs more bits. Number: bits.</summary>
    FewerBits,

    /// <summary>All values are plausible floating-point numbers.</summary>
    FloatsPlausible,

    /// <summary>The values are smooth when read as this format, and are not otherwise.</summary>
    SmoothAsFormat,

    /// <summary>Every second row and pixel resemble each other: a mosaic of colour filters.</summary>
    Mosaic,

    /// <summary>A part behind the rest is as colour differences are: smooth and around 128.</summary>
    ChromaBehind,

    /// <summary>Three planes show the same shapes.</summary>
    PlanesAgree,

    /// <summary>It is what an object holds that the program gave a name. Number: where.</summary>
    InObject,

    /// <summary>The segment's name tells the order of the colours.</summary>
    NameTellsOrder,

    /// <summary>The order of the colours cannot be told from the bytes; this one is the commoner.</summary>
    OrderAssumed,
}
