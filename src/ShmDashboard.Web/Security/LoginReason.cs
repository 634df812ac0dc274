namespace ShmDashboard.Web.Security;

/// <summary>Why a browser is asked to log in.</summary>
internal enum LoginReason
{
    /// <summary>It brings nothing.</summary>
    None,

    /// <summary>It brings a session of an earlier start: the dashboard was started anew, with a new token.</summary>
    Restarted,

    /// <summary>The token given is not the one.</summary>
    WrongToken,
}
