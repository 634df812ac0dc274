using System.Globalization;
using System.Text;
using Microsoft.Extensions.Localization;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Payloads;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>What is inside, in words.</summary>
internal static class PayloadWords
{
    /// <summary>For a line in the list: "PNG 1920 × 1080 RGB", "text, UTF-8", "null image".</summary>
    public static string Short(PayloadDescription payload, IStringLocalizer text) => payload.Format switch
    {
        PayloadFormat.Empty => payload.Integrity == PayloadIntegrity.Complete ? text["Payload.Empty"] : text["Payload.EmptySoFar"],
        PayloadFormat.QtNullImage => text["Payload.NullImage"],
        PayloadFormat.QtString => text["Payload.QString"],
        PayloadFormat.QtByteArray => text["Payload.QByteArray"],
        PayloadFormat.Utf8Text => text["Payload.Utf8"],
        PayloadFormat.Utf16Text => text["Payload.Utf16"],
        _ when payload.Layout is { Origin: LayoutOrigin.Guessed, Pixels: var guess } =>
            text["Payload.RawGuessed", guess.Format.Name, guess.ShownWidth, guess.ShownHeight],
        _ when payload.Layout is { Pixels: var pixels } => text["Payload.Raw", pixels.Format.Name, pixels.ShownWidth, pixels.ShownHeight],
        _ when payload.Pictures.Length > 1 => text["Payload.Several", payload.Pictures.Length, Picture(payload)],
        _ when payload.IsPicture => Picture(payload),
        _ => text["Payload.Bytes"],
    };

    /// <summary>For the segment's own page: how it is laid out as well.</summary>
    public static string Long(PayloadDescription payload, IStringLocalizer text) => payload.Format == PayloadFormat.QtImage
        ? text["Payload.QtStreamOf", Picture(payload)]
        : payload is { Format: PayloadFormat.Picture, Pictures: [{ Offset: > 0 } first] } ? (first.IsBase64
            ? text["Payload.Base64From", Picture(payload), first.Offset] : text["Payload.From", Picture(payload), first.Offset])
        : Short(payload, text);

    /// <summary>One of several: "PNG 64 × 48 RGB".</summary>
    public static string Of(EmbeddedPicture picture) => Picture(picture.Format.Name, picture.Width, picture.Height, picture.Channels, picture.BitsPerChannel);

    /// <summary>"PNG 1920 × 1080 RGB", with the depth where it is not the usual eight bits.</summary>
    private static string Picture(PayloadDescription payload) =>
        Picture(payload.Picture?.Name, payload.Width, payload.Height, payload.Channels, payload.BitsPerChannel);

    private static string Picture(string? name, int? width, int? height, string? channels, int? bits)
    {
        var words = new StringBuilder(name);
        if (width is not null && height is not null) words.Append(CultureInfo.InvariantCulture, $" {width} × {height}");
        if (channels is not null) words.Append(' ').Append(channels);
        if (bits is not null and not 8) words.Append(CultureInfo.InvariantCulture, $", {bits} bit");
        return words.ToString();
    }
}
