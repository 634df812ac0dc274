using ShmDashboard.SharedMemory.Qt;

namespace ShmDashboard.Tests.SharedMemory.Qt;

public sealed class QtKeyFileTests
{
    private const string Hash = "aab90dfe8c6f152a4fb071f5f4f9df804626e6ab";

    // Seen with Qt 5.15.8 on an ext4 and a tmpfs.
    [Theory]
    [InlineData(0xfe00, 11658337, 0x5100e461)]
    [InlineData(0x27, 10, 0x5127000a)]
    [InlineData(0x27, 10 + 65536, 0x5127000a)]
    public void KeyOf_DeviceAndInode_IsFtoks(long device, long inode, int key) =>
        Assert.Equal(key, QtKeyFile.KeyOf(device, inode));

    [Theory]
    [InlineData("qipc_sharedmemory_share" + Hash, QtKeyPurpose.Segment, "share")]
    [InlineData("qipc_systemsem_share" + Hash, QtKeyPurpose.Lock, "share")]
    [InlineData("qipc_sharedmemory_" + Hash, QtKeyPurpose.Segment, "")]
    [InlineData("qipc_sharedmemory_abc" + Hash, QtKeyPurpose.Segment, "abc")]
    public void TryParseName_LegacyName_GivesItsParts(string name, QtKeyPurpose purpose, string letters)
    {
        Assert.True(QtKeyFile.TryParseName(name, out var actual, out string actualLetters, out string hash));
        Assert.Equal((purpose, letters, Hash), (actual, actualLetters, hash));
    }

    [Theory]
    [InlineData("")]
    [InlineData("qipc_sharedmemory_")]
    [InlineData("qipc_sharedmemory_share")]
    [InlineData("qipc_sharedmemory_sha1re" + Hash)]
    [InlineData("qipc_sharedmemory_shareAAB90dfe8c6f152a4fb071f5f4f9df804626e6ab")]
    [InlineData("share" + Hash)]
    public void TryParseName_AnotherName_IsFalse(string name) =>
        Assert.False(QtKeyFile.TryParseName(name, out _, out _, out _));

    [Theory]
    [InlineData("/tmp/qipc_sharedmemory_share" + Hash, "/tmp/qipc_systemsem_share" + Hash)]
    [InlineData("/qipc_sharedmemory_" + Hash, "/qipc_systemsem_" + Hash)]
    [InlineData("/run/user/1000/share", "/run/user/1000/share")]
    public void LockPathOf_KeyFile_IsBesideItOrItself(string path, string expected) =>
        Assert.Equal(expected, QtKeyFile.LockPathOf(path));
}
