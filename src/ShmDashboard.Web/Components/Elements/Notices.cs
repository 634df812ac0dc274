using MudBlazor;

namespace ShmDashboard.Web.Components.Elements;

/// <summary>What came of an action, said at the edge of the page.</summary>
internal static class Notices
{
    private const int GoodMilliseconds = 6_000;
    private const int BadMilliseconds = 20_000;

    /// <summary>Says it: for a moment when it went well, longer when it did not.</summary>
    public static void Tell(this ISnackbar notices, bool succeeded, string sentence) => notices.Add(
        sentence, succeeded ? Severity.Success : Severity.Error,
        options => options.VisibleStateDuration = succeeded ? GoodMilliseconds : BadMilliseconds);
}
