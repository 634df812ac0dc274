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
            text["Payload.RawGuessed", guess.Format.Name, guess.Width, guess.Height],
        _ when payload.Layout is { Pixels: var pixels } => text["Payload.Raw", pixels.Format.Name, pixels.Width, pixels.Height],
        _ when payload.IsPicture => Picture(payload),
        _ => text["Payload.Bytes"],
    };

    /// <summary>For the segment's own page: how it is laid out as well.</summary>
    public static string Long(PayloadDescription payload, IStringLocalizer text) => payload.Format == PayloadFormat.QtImage
        ? text["Payload.QtStreamOf", Picture(payload)]
        : Short(payload, text);

    /// <summary>"PNG 1920 × 1080 RGB", with the depth where it is not the usual eight bits.</summary>
    private static string Picture(PayloadDescription payload)
    {
        var words = new StringBuilder(payload.Picture?.Name);
        if (payload is { Width: { } width, Height: { } height })
            words.Append(CultureInfo.InvariantCulture, $" {width} × {height}");
        if (payload.Channels is { } channels) words.Append(' ').Append(channels);
        if (payload.BitsPerChannel is { } bits and not 8) words.Append(CultureInfo.InvariantCulture, $", {bits} bit");
        return words.ToString();
    }
}
