using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Tests.SharedMemory.Processes;

public sealed class ProcessCredentialsTests
{
    // Linux 6.18: a set-user-id program of alice's that writes files as root, in three groups.
    private static ReadOnlySpan<byte> Status => "Name:\tx\nUmask:\t0022\nUid:\t1000\t0\t0\t1001\nGid:\t1000\t1000\t1000\t1000\nFDSize:\t64\nGroups:\t4 24 1000 \nNStgid:\t7\n"u8;

    [Fact]
    public void TryParse_Status_TakesTheIdsByWhichFilesAreOpened()
    {
        Assert.True(ProcessCredentials.TryParse(Status, out var found));

        Assert.Equal(1001u, found.Uid);
        Assert.Equal([1000, 4, 24, 1000], found.Groups);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Name:\tx\nUid:\t1\t1\t1\n")]
    [InlineData("Name:\tx\nUid:\t1\t1\t1\t1\n")]
    public void TryParse_NotAStatus_IsRefused(string text) =>
        Assert.False(ProcessCredentials.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out _));

    // Owner 1000, group 24.
    [Theory]
    [InlineData(0u, 7u, 0x000, 6, true)]
    [InlineData(1000u, 7u, 0x180, 6, true)]
    [InlineData(1000u, 24u, 0x036, 4, false)]
    [InlineData(1001u, 7u, 0x180, 4, false)]
    [InlineData(1001u, 24u, 0x1a0, 4, true)]
    [InlineData(1001u, 24u, 0x1a0, 6, false)]
    [InlineData(1001u, 7u, 0x1a4, 4, true)]
    [InlineData(1001u, 7u, 0x1a4, 6, false)]
    [InlineData(1001u, 7u, 0x1b6, 6, true)]
    public void MayOpen_OwnerGroupAndMode_SayWho(uint uid, uint group, int mode, int needed, bool may) =>
        Assert.Equal(may, new ProcessCredentials(uid, [group]).MayOpen(1000, 24, mode, needed));
}
