namespace ShmDashboard.Web.Tests.Fakes;

/// <summary>Waits for something that a worker thread brings about, for ten seconds at the most.</summary>
internal static class Patience
{
    /// <summary>Looks from the thread that waits.</summary>
    public static Task Until(Func<bool> condition) => Until(() => Task.FromResult(condition()));

    /// <summary>Looks where the condition looks, as on a renderer's dispatcher.</summary>
    public static async Task Until(Func<Task<bool>> condition)
    {
        for (int attempt = 0; attempt < 2000; attempt++)
        {
            if (await condition()) return;
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
        Assert.Fail("It did not come about within ten seconds.");
    }
}
