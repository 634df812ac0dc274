using ShmDashboard.Monitoring.Occupancy;

namespace ShmDashboard.Tests.Monitoring.Occupancy;

public sealed class RingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(77)]
    public void Add_AnyNumber_KeepsTheNewestInOrder(int added)
    {
        var ring = new Ring<int>(20);

        for (int i = 0; i < added; i++)
            ring.Add(i);

        Assert.Equal(Math.Min(added, 20), ring.Count);
        Assert.Equal(Math.Max(0, added - 20), ring.Dropped);
        Assert.Equal(
            Enumerable.Range(Math.Max(0, added - 20), ring.Count),
            Enumerable.Range(0, ring.Count).Select(index => ring[index]));
    }

    [Fact]
    public void Clear_ThenAdd_BeginsAnew()
    {
        var ring = new Ring<int>(2);
        ring.Add(1);
        ring.Add(2);
        ring.Add(3);

        ring.Clear();
        ring.Add(4);

        Assert.Equal((1, 0L, 4), (ring.Count, ring.Dropped, ring[0]));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Item_OutsideOfWhatIsThere_Throws(int index)
    {
        var ring = new Ring<int>(4);
        ring.Add(1);

        Assert.Throws<ArgumentOutOfRangeException>(() => ring[index]);
    }
}
