using System.Globalization;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>Why a layout is proposed: one piece of evidence with its numbers, so that it can be said in any language.</summary>
/// <param name="Kind">What speaks for it.</param>
/// <param name="Number">As the kind says.</param>
/// <param name="Other">A second number where the kind has two.</param>
public readonly record struct LayoutReason(ReasonKind Kind, long Number = 0, long Other = 0)
{
    /// <summary>The reason in English, as part of a sentence.</summary>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, Words, Number, Other, Amount.Bytes(Number));

    private string Words => Kind switch
    {
        ReasonKind.FitsExactly => "fits the size of {2} exactly",
        ReasonKind.ZerosBehind => "zeros: {2} behind it",
        ReasonKind.RowsAgree => "rows agree at {2}",
        ReasonKind.HeaderTells => "width and height are in front of it, at {0} and {1}",
        ReasonKind.HeaderInFront => "no pixels: {2} in front of it",
        ReasonKind.FooterBehind => "no pixels: {2} behind it",
        ReasonKind.RowsPadded => "{2} of padding behind each row",
        ReasonKind.FramesRepeat => "{0} frames behind each other resemble each other",
        ReasonKind.BreaksOff => "it breaks off after every {0} rows",
        ReasonKind.FramesBehind => "{0} frames behind each other",
        ReasonKind.PictureBehind => "behind it is another picture of the same size, of {2} a pixel",
        ReasonKind.PictureInFront => "in front of it is another picture of the same size, of {2} a pixel",
        ReasonKind.UsualSize => "a usual size",
        ReasonKind.AlphaConstant => "alpha is constantly {0}",
        ReasonKind.PixelsRepeat => "bytes repeat their kind every {0}",
        ReasonKind.FewerBits => "no value needs more than {0} bits",
        ReasonKind.FloatsPlausible => "all values are plausible floating-point numbers",
        ReasonKind.SmoothAsFormat => "smooth when read this way only",
        ReasonKind.Mosaic => "every second row and pixel agree, as behind a colour filter",
        ReasonKind.ChromaBehind => "what is behind the brightness is as colour differences are",
        ReasonKind.PlanesAgree => "three planes show the same shapes",
        ReasonKind.InObject => "in an object with a name, at {0}",
        ReasonKind.NameTellsOrder => "its name tells the order of the colours",
        _ => "the order of the colours is assumed",
    };
}
