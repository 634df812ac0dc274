using System.Collections.Immutable;
using Microsoft.Extensions.Localization;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.Web.Components.Wording;

namespace ShmDashboard.Web.Components.Uploading;

/// <summary>What a reader finds in the segment once a picture is written, from the first byte to the last.</summary>
internal static class ReaderView
{
    // Qt puts a marker of four bytes before a picture that is not null.
    private const int MarkerBytes = 4;

    /// <summary>Whole sentences.</summary>
    /// <param name="kind">As a Qt stream or as the file.</param>
    /// <param name="fileBytes">How long the picture file is that is sent.</param>
    /// <param name="file">What was chosen.</param>
    /// <param name="plan">What writing would do.</param>
    /// <param name="sizes">How sizes are written.</param>
    /// <param name="text">The page's words.</param>
    public static ImmutableArray<string> Of(PayloadKind kind, long fileBytes, ChosenFile file, PublishPlan plan, SizeWords sizes, IStringLocalizer text)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        bool isStream = kind == PayloadKind.QtImage;
        if (file.Width > 0) lines.Add(isStream ? text["Seen.Pixmap", file.Width, file.Height] : text["Seen.Picture", file.Width, file.Height]);
        if (isStream) lines.Add(text["Seen.Marker"]);
        lines.Add(isStream ? text["Seen.Png", sizes.Full(fileBytes)] : text["Seen.File", sizes.Full(fileBytes)]);
        long rest = plan.SegmentBytes - fileBytes - (isStream ? MarkerBytes : 0);
        lines.Add(rest <= 0 ? text["Seen.NoRest"]
            : plan.Action == PublishAction.Overwrite ? text["Seen.OldRest", sizes.Full(rest)] : text["Seen.Rest", sizes.Full(rest)]);
        return lines.DrainToImmutable();
    }
}
