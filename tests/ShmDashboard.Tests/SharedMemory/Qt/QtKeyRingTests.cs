using System.Globalization;
using ShmDashboard.SharedMemory.Qt;

namespace ShmDashboard.Tests.SharedMemory.Qt;

public sealed class QtKeyRingTests
{
    private readonly QtKeyRing _ring = new();

    [Fact]
    public void Resolve_KeyOfLetters_IsKnownWithoutBeingTold() =>
        Assert.Equal("share", _ring.Resolve("share", "aab90dfe8c6f152a4fb071f5f4f9df804626e6ab"));

    [Fact]
    public void Resolve_KeyWithMoreThanLetters_NeedsToBeRemembered()
    {
        Assert.Null(_ring.Resolve("Gre", "b5c4eaad9325b6e78703a0962e3c5b9327ab9270"));

        Assert.True(_ring.Remember("Größe 图片 #1"));

        Assert.Equal("Größe 图片 #1", _ring.Resolve("Gre", "b5c4eaad9325b6e78703a0962e3c5b9327ab9270"));
    }

    [Fact]
    public void Remember_EmptyOrAgain_IsFalse()
    {
        Assert.False(_ring.Remember(""));
        Assert.True(_ring.Remember("a"));
        Assert.False(_ring.Remember("a"));
        Assert.Equal(["a"], _ring.Known);
    }

    [Fact]
    public void Remember_MoreThanItHolds_ForgetsTheOldest()
    {
        for (int i = 0; i <= QtKeyRing.Capacity; i++)
            _ring.Remember(i.ToString(CultureInfo.InvariantCulture));

        Assert.Equal(QtKeyRing.Capacity, _ring.Known.Length);
        Assert.Equal("1", _ring.Known[0]);
    }
}
