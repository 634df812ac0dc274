using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Components.Uploading;

/// <summary>A text on its way into a segment, except the text itself. Owned by the Upload page.</summary>
public sealed class TextDraft
{
    /// <summary>Where to.</summary>
    public UploadTarget Target { get; set; } = new(SegmentScheme.Qt, "text");

    /// <summary>How it will be laid out.</summary>
    public PayloadKind Kind { get; set; } = PayloadKind.Utf8Text;

    /// <summary>Its length as UTF-8, in bytes.</summary>
    public long Utf8Bytes { get; set; }

    /// <summary>Its length in UTF-16 units.</summary>
    public long Characters { get; set; }

    /// <summary>What writing would do; null while that cannot be said.</summary>
    public PublishPlan? Plan { get; set; }

    /// <summary>Why it cannot be sent, other than by the plan.</summary>
    public string? Problem { get; set; }

    /// <summary>On its way.</summary>
    public bool Sending { get; set; }

    /// <summary>What the host answered to the last attempt.</summary>
    public SentFile? Answer { get; set; }

    /// <summary>The payload's whole length: Qt's streams begin with four bytes of length, plain text ends with a NUL.</summary>
    public long PayloadBytes => Kind switch
    {
        PayloadKind.QString => 4 + 2 * Characters,
        PayloadKind.QByteArray => 4 + Utf8Bytes,
        _ => Utf8Bytes + 1,
    };

    /// <summary>It may be sent now.</summary>
    public bool CanSend => !Sending && Characters > 0 && Problem is null && Plan is { Action: not PublishAction.Refuse };
}
