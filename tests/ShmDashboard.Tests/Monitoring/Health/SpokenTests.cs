using ShmDashboard.Monitoring.Health;

namespace ShmDashboard.Tests.Monitoring.Health;

public sealed class SpokenTests
{
    [Theory]
    [InlineData(-5, "0 s")]
    [InlineData(0, "0 s")]
    [InlineData(59.9, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(125, "2 min 5 s")]
    [InlineData(3600, "1 h")]
    [InlineData(7529, "2 h 5 min")]
    [InlineData(86400, "1 d")]
    [InlineData(3 * 86400 + 4 * 3600 + 59, "3 d 4 h")]
    public void Of_Time_HasTwoUnitsAtTheMost(double seconds, string text) =>
        Assert.Equal(text, Spoken.Of(TimeSpan.FromSeconds(seconds)).ToString());

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(1023, "1023 bytes")]
    [InlineData(1024, "1 KiB")]
    [InlineData(3_219_456, "3.1 MiB")]
    [InlineData(long.MaxValue, "8192 PiB")]
    public void Bytes_AnyNumber_HasABinaryUnit(long bytes, string text) => Assert.Equal(text, Spoken.Bytes(bytes).ToString());

    [Fact]
    public void Mode_Bits_AreOctal()
    {
        Assert.Equal("0600", Spoken.Mode(0x180));
        Assert.Equal("0004", Spoken.Mode(4));
    }
}
