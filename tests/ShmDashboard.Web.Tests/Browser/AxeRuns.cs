using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ShmDashboard.Web.Tests.Browser;

/// <summary>What axe finds wrong with a page. All its rules are run; what is right is not described, which took a third of the time.</summary>
internal static class AxeRuns
{
    public static async Task<AxeResultItem[]> ViolationsAsync(this IPage page) =>
        (await page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] })).Violations;
}
