namespace ShmDashboard.Web.Hosting;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "Something went wrong while looking at the segments; the next look comes all the same.")]
    public static partial void LookFailed(ILogger logger, Exception error);

    [LoggerMessage(2, LogLevel.Warning, "{Problem}")]
    public static partial void LayoutsUnreadable(ILogger logger, string problem);
}
