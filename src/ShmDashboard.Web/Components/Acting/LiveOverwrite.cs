using Microsoft.Extensions.Localization;
using MudBlazor;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Web.Localization;

namespace ShmDashboard.Web.Components.Acting;

/// <summary>
/// What another program is writing just now is overwritten only by somebody who was told, as it is removed only by such: what
/// stands there may be gone in the next moment, and those programs may not expect it.
/// </summary>
internal static class LiveOverwrite
{
    // What changes less often was written by somebody who is done.
    private const double LiveUpdatesPerSecond = 0.5;

    /// <summary>Whether it may be written; asks where that is to be asked, also while it is not known how often it changes.</summary>
    /// <param name="plan">What writing would do; null where that cannot be said.</param>
    /// <param name="row">What is known of the segment.</param>
    /// <param name="dialogs">Asks.</param>
    /// <param name="text">The page's words.</param>
    public static async Task<bool> MayWriteAsync(PublishPlan? plan, SegmentRow? row, IDialogService dialogs, IStringLocalizer<Strings> text)
    {
        if (plan is not { Action: PublishAction.Overwrite, Attached.IsDefaultOrEmpty: false } ||
            row is { UpdatesPerSecond: < LiveUpdatesPerSecond })
        {
            return true;
        }

        string users = ProcessWords.List(plan.Attached, text);
        return await ConfirmDialog.AskAsync(dialogs, text["Upload.LiveQuestion", VisibleText.Of(plan.Target.Value)],
            row?.UpdatesPerSecond is { } rate ? text["Upload.LiveText", RateWords.Of(rate), users] : text["Upload.LiveUnknown", users],
            text["Upload.LiveDo"], text["Release.Keep"]);
    }
}
