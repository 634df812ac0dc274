namespace ShmDashboard.Web.Demo;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Cannot start the demo producer: {Problem}. The dashboard works without it.")]
    public static partial void DemoNotStarted(ILogger logger, string problem);
}
