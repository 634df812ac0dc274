using System.Globalization;
using Microsoft.Extensions.Localization;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.Finding;
using ShmDashboard.Imaging.Pictures;
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
        if (layout.BottomUp) words += text["Layout.IsBottomUp"];
        if (layout.Rotation != PictureRotation.None) words += text["Layout.TurnedBy", (int)layout.Rotation];
        if (!layout.Scale.IsNone) words += text["Layout.ScaledBy", Plain(layout.Scale.Factor), Plain(layout.Scale.Zero)];
        return layout.Range is var (low, high) ? words + text["Layout.RangeOf", Plain(low), Plain(high)] : words;
    }

    /// <summary>How far a picture is turned to be shown: "90° clockwise".</summary>
    public static string Of(PictureRotation rotation, IStringLocalizer text) =>
        rotation == PictureRotation.None ? text["Rotation.None"] : text["Rotation.Clockwise", (int)rotation];

    /// <summary>What people call a layout. Those that come along are named by what they are; programs keep the names that they have.</summary>
    public static string? Name(LayoutDocument? document, IStringLocalizer<Strings> text) => document?.Name switch
    {
        "Camera frames behind a sequence lock" => text["LayoutName.CameraLock"],
        "Windows bitmap without its file header" => text["LayoutName.Dib"],
        "Windows bitmap without its file header, 256 shades" => text["LayoutName.DibGrey"],
        "Width, height, channels, time and a flag" => text["LayoutName.TimeAndFlag"],
        "OBS virtual camera queue" => text["LayoutName.Obs"],
        "OpenCV Mat behind type, channels, rows and columns" => text["LayoutName.Mat"],
        "Qt Creator's image container" => text["LayoutName.QtCreator"],
        "Serial number, width, height and RGB" => text["LayoutName.Serial"],
        "sunnypilot camera slots" => text["LayoutName.Sunnypilot"],
        "UnityCapture with room behind its picture" => text["LayoutName.UnityRoom"],
        "uStreamer memory sink, version 10" => text["LayoutName.Sink10"],
        "uStreamer memory sink, version 6" => text["LayoutName.Sink6"],
        "uStreamer memory sink, version 7" => text["LayoutName.Sink7"],
        "Width, height and RGBA, as read back from OpenGL" => text["LayoutName.OpenGl"],
        "X window dump, 32 bits" => text["LayoutName.Xwd"],
        "X window dump, 32 bits, the most significant byte first" => text["LayoutName.XwdBig"],
        "NumPy array" => text["LayoutName.Npy"],
        var name => name,
    };

    /// <summary>Why a layout is proposed.</summary>
    public static string Reasons(IEnumerable<LayoutReason> reasons, IStringLocalizer<Strings> text) =>
        string.Join(text["Layout.Comma"], reasons.Select(reason => Of(reason, text)));

    /// <summary>One of the reasons.</summary>
    public static string Of(LayoutReason reason, IStringLocalizer<Strings> text)
    {
        string first = Number(reason.Number), second = Number(reason.Other), bytes = SizeWords.InWords(reason.Number, text);
        return reason.Kind switch
        {
            ReasonKind.FitsExactly => text["Reason.FitsExactly", bytes],
            ReasonKind.ZerosBehind => text["Reason.ZerosBehind", bytes],
            ReasonKind.RowsAgree => text["Reason.RowsAgree", bytes],
            ReasonKind.HeaderTells => text["Reason.HeaderTells", first, second],
            ReasonKind.HeaderInFront => text["Reason.HeaderInFront", bytes],
            ReasonKind.FooterBehind => text["Reason.FooterBehind", bytes],
            ReasonKind.RowsPadded => text["Reason.RowsPadded", bytes],
            ReasonKind.FramesRepeat => text["Reason.FramesRepeat", first],
            ReasonKind.BreaksOff => text["Reason.BreaksOff", first],
            ReasonKind.FramesBehind => text["Reason.FramesBehind", first],
            ReasonKind.PictureBehind => text["Reason.PictureBehind", bytes],
            ReasonKind.PictureInFront => text["Reason.PictureInFront", bytes],
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
            ReasonKind.NameTellsOrder => text["Reason.NameTellsOrder"],
            _ => text["Reason.OrderAssumed"],
        };
    }

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Plain(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
