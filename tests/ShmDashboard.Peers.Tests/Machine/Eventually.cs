using System.Diagnostics;

namespace ShmDashboard.Peers.Tests.Machine;

/// <summary>
/// The one way to wait for what another process does without telling: look, and look again. Everything else in the tests
/// waits for an answer.
/// </summary>
internal static class Eventually
{
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(10);

    /// <summary>How long anything may take that ought to be at once; generous, because the machine may be busy.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Looks until what is seen satisfies; returns it. Otherwise fails with what was seen last.</summary>
    public static async Task<T> SeeAsync<T>(string what, Func<Task<T>> look, Func<T, bool> satisfies, TimeSpan? within = null)
    {
        var patience = within ?? Patience;
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var seen = await look();
            if (satisfies(seen))
                return seen;
            if (clock.Elapsed > patience)
                Assert.Fail($"Within {patience.TotalSeconds} s this did not come true: {what}. Last seen: {seen}");
            await Task.Delay(s_between, TimeProvider.System);
        }
    }

    /// <summary>Looks until it is so.</summary>
    public static Task SeeAsync(string what, Func<bool> holds, TimeSpan? within = null) =>
        SeeAsync(what, () => Task.FromResult(holds()), seen => seen, within);
}
