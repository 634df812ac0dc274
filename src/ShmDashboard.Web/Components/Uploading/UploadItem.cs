using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Publishing;

namespace ShmDashboard.Web.Components.Uploading;

/// <summary>One picture on its way into a segment. Owned by the Upload page; used on its circuit only.</summary>
/// <param name="file">What was chosen.</param>
/// <param name="target">Where to.</param>
public sealed class UploadItem(ChosenFile file, UploadTarget target)
{
    /// <summary>What was chosen.</summary>
    public ChosenFile File { get; } = file;

    /// <summary>Where to.</summary>
    public UploadTarget Target { get; set; } = target;

    /// <summary>As a Qt stream or as the file.</summary>
    public PayloadKind Kind { get; set; } = target.UsualPictureKind;

    /// <summary>In which layout it is written, where it is written as a frame of raw pixels instead.</summary>
    public FrameDraft? Frame { get; set; }

    /// <summary>What would be sent; null until that is ready.</summary>
    public PreparedFile? Prepared { get; set; }

    /// <summary>What writing would do; null while that cannot be said.</summary>
    public PublishPlan? Plan { get; set; }

    /// <summary>Why it cannot be sent, other than by the plan.</summary>
    public string? Problem { get; set; }

    /// <summary>How far it is.</summary>
    public UploadPhase Phase { get; set; } = UploadPhase.Preparing;

    /// <summary>How much of it has been sent, 0 to 1.</summary>
    public double Progress { get; set; }

    /// <summary>What the host answered to the last attempt.</summary>
    public SentFile? Answer { get; set; }

    /// <summary>Qt's streams carry PNG, and frames are made of what the host opens; anything else has to become a PNG first.</summary>
    public bool NeedsConversion => (Kind == PayloadKind.QtImage || Frame is not null) && !File.IsPng;

    /// <summary>By which layout a target is read now; null where there is no such segment, or nothing of it is raw pixels.</summary>
    public static LayoutMatch? OwnLayout(UploadTarget target, ISegmentMonitor monitor)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        return target.TryGetId(out var id) ? monitor.Current.Rows.FirstOrDefault(row => row.Id == id || row.Facts.Aliases.Contains(id))?.Frame?.Payload.Layout : null;
    }

    /// <summary>It may be sent now.</summary>
    public bool CanSend => Problem is null && Phase is (UploadPhase.Ready or UploadPhase.Failed or UploadPhase.Cancelled) &&
        Plan is { Action: not PublishAction.Refuse };
}
