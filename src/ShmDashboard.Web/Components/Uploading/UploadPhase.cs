namespace ShmDashboard.Web.Components.Uploading;

/// <summary>How far an upload is.</summary>
public enum UploadPhase
{
    /// <summary>It is made a PNG.</summary>
    Preparing,

    /// <summary>It can be sent.</summary>
    Ready,

    /// <summary>On its way.</summary>
    Sending,

    /// <summary>Written.</summary>
    Done,

    /// <summary>Not written; nothing is lost, it can be tried again.</summary>
    Failed,

    /// <summary>Broken off by the person before all of it was sent: nothing was written.</summary>
    Cancelled,
}
