using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.Monitoring.Sweeping;

namespace ShmDashboard.Tests.Monitoring.Sweeping;

public sealed class ArrivalPatienceTests
{
    [Fact]
    public void Looked_InVainAgainAndAgain_WaitsLongerButNeverLongerThanTheRegularSweep()
    {
        var arrivals = new ArrivalPatience(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, arrivals.Patience);

        var patience = new List<double>();
        for (int look = 0; look < 6; look++)
        {
            arrivals.Looked(somethingCame: false);
            patience.Add(arrivals.Patience.TotalMilliseconds);
        }

        Assert.Equal([200, 400, 800, 1000, 1000, 1000], patience);
    }

    [Fact]
    public void Looked_SomethingCame_LooksAtOnceAgain()
    {
        var arrivals = new ArrivalPatience(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1));
        for (int look = 0; look < 6; look++)
            arrivals.Looked(somethingCame: false);

        arrivals.Looked(somethingCame: true);

        Assert.Equal(TimeSpan.Zero, arrivals.Patience);
    }
}
