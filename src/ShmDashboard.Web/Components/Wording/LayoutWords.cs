using System.Globalization;
using Microsoft.Extensions.Localization;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Finding;
using ShmDashboard.Web.Localization;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>Layouts in words.</summary>
internal static class LayoutWords
{
    /// <summary>As "640 × 480 bgr24, stride 2,048, from 24".</summary>
    public static string Place(PixelLayout layout, IStringLocalizer<Strings> text)
    {
        string words = $"{Plain(layout.Width)} × {Plain(layout.Height)} {layout.Format.Name}";
        if (layout.PaddingBytes > 0) words += text["Layout.StrideOf", Number(layout.StrideBytes)];
        if (layout.Offset > 0) words += text["Layout.OffsetOf", Number(layout.Offset)];
        return layout.BottomUp ? words + text["Layout.IsBottomUp"] : words;
    }

    /// <summary>Why a layout is proposed.</summary>
    public static string Reasons(IEnumerable<LayoutReason> reasons, IStringLocalizer<Strings> text) =>
        string.Join(text["Layout.Comma"], reasons.Select(reason => Reason(reason, text)));

    private static string Reason(LayoutReason reason, IStringLocalizer<Strings> text)
    {
        string first = Number(reason.Number), second = Number(reason.Other);
        return reason.Kind switch
        {
            ReasonKind.FitsExactly => text["Reason.FitsExactly", first],
            ReasonKind.ZerosBehind => text["Reason.ZerosBehind", first],
            ReasonKind.RowsAgree => text["Reason.RowsAgree", first],
            ReasonKind.HeaderTells => text["Reason.HeaderTells", first, second],
            ReasonKind.HeaderInFront => text["Reason.HeaderInFront", first],
            ReasonKind.FooterBehind => text["Reason.FooterBehind", first],
            ReasonKind.RowsPadded => text["Reason.RowsPadded", first],
            ReasonKind.FramesRepeat => text["Reason.FramesRepeat", first],
            ReasonKind.UsualSize => text["Reason.UsualSize"],
            ReasonKind.AlphaConstant => text["Reason.AlphaConstant", first],
            ReasonKind.PixelsRepeat => text["Reason.PixelsRepeat", first],
            ReasonKind.FewerBits => text["Reason.FewerBits", first],
            ReasonKind.FloatsPlausible => text["Reason.FloatsPlausible"],
            ReasonKind.SmoothAsFormat => text["Reason.SmoothAsFormat"],
            ReasonKind.Mosaic => text["Reason.Mosaic"],
            ReasonKind.ChromaBehind => text["Reason.ChromaBehind"],
            ReasonKind.PlanesAgree => text["Reason.PlanesAgree"],
            ReasonKind.InObject => text["Reason.InObject", first],
            _ => text["Reason.OrderAssumed"],
        };
    }

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
