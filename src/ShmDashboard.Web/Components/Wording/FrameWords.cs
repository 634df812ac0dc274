using System.Collections.Immutable;
using Microsoft.Extensions.Localization;
using ShmDashboard.Imaging.Layouts.Writing;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>What becomes of a picture that is written as a frame, before and after it is.</summary>
internal static class FrameWords
{
    /// <summary>Whole sentences: what is scaled and converted, and how readers see that it is new.</summary>
    public static ImmutableArray<string> Of(FrameConversion frame, string name, IStringLocalizer text) => [Fitting(frame, name, text), frame.Signs switch
    {
        FrameSigns.Sequence => text["Frame.Sequence"],
        FrameSigns.Ready => text["Frame.Ready"],
        FrameSigns.Counter => text["Frame.Counter"],
        _ => text["Frame.NoMark"],
    }];

    /// <summary>How a picture can come into a frame of another shape.</summary>
    public static string Of(PictureFitting fitting, IStringLocalizer text) => fitting switch
    {
        PictureFitting.Cover => text["Fit.Cover"],
        PictureFitting.Stretch => text["Fit.Stretch"],
        _ => text["Fit.Inside"],
    };

    private static string Fitting(FrameConversion frame, string name, IStringLocalizer text)
    {
        var (pixels, place) = (frame.Pixels, frame.Place);
        object[] told = [name, frame.Width, frame.Height, place.Target.Width, place.Target.Height, pixels.ShownWidth, pixels.ShownHeight, pixels.Format.Name];
        return (frame.Width, frame.Height) == (pixels.ShownWidth, pixels.ShownHeight) ? text["Frame.SameSize", name, frame.Width, frame.Height, told[7]]
            : frame.Fitting switch
            {
                PictureFitting.Cover => text["Frame.Cut", told],
                PictureFitting.Stretch => text["Frame.Stretched", told],
                _ when !place.IsScaled => text["Frame.Placed", told],
                _ => text["Frame.Scaled", told],
            };
    }
}
