using ShmDashboard.SharedMemory.Qt;

namespace ShmDashboard.Tests.SharedMemory.Qt;

public sealed class QtNativeKeyTests
{
    // What Qt 5.15.8, 6.4.2 and 6.8.2 gave for nativeKey() of these keys.
    [Theory]
    [InlineData("share", "shareaab90dfe8c6f152a4fb071f5f4f9df804626e6ab")]
    [InlineData("QSharedMemoryExample", "QSharedMemoryExampleff77196351dd7c1c8f79461ad32f21726fe31f5b")]
    [InlineData("Größe 图片 #1", "Greb5c4eaad9325b6e78703a0962e3c5b9327ab9270")]
    public void Legacy_Key_GivesQtsNames(string key, string core)
    {
        Assert.Equal("/tmp/qipc_sharedmemory_" + core, QtNativeKey.Legacy(key, tempPath: "/tmp").Value);
        Assert.Equal("/tmp/qipc_systemsem_" + core, QtNativeKey.Legacy(key, QtKeyPurpose.Lock, tempPath: "/tmp").Value);
        Assert.Equal("/qipc_sharedmemory_" + core, QtNativeKey.Legacy(key, type: QtIpcType.PosixRealtime).Value);
        Assert.Equal("qipc_systemsem_" + core, QtNativeKey.Legacy(key, QtKeyPurpose.Lock, QtIpcType.Windows).Value);
        Assert.Equal("/qipc_sharedmemory_" + core, QtNativeKey.Legacy(key, tempPath: "/").Value);
    }

    [Fact]
    public void Legacy_EmptyKey_IsEmpty() => Assert.Equal("", QtNativeKey.Legacy("").Value);

    [Theory]
    [InlineData("share", QtIpcType.PosixRealtime, "/share")]
    [InlineData("/share", QtIpcType.PosixRealtime, "/share")]
    [InlineData("share", QtIpcType.SystemV, "/run/user/1000/share")]
    [InlineData("/var/share", QtIpcType.SystemV, "/var/share")]
    [InlineData("share", QtIpcType.Windows, "shm_share")]
    [InlineData("Global\\share", QtIpcType.Windows, "Global\\shm_share")]
    [InlineData("Local\\share", QtIpcType.Windows, "Local\\shm_share")]
    [InlineData("", QtIpcType.PosixRealtime, "")]
    public void PlatformSafe_Key_GivesQtsNames(string key, QtIpcType type, string expected) =>
        Assert.Equal(expected, QtNativeKey.PlatformSafe(key, type, "/run/user/1000").Value);

    [Theory]
    [InlineData("systemv:/tmp/qipc_sharedmemory_shareaab90dfe8c6f152a4fb071f5f4f9df804626e6ab?legacyKey=share")]
    [InlineData("systemv-77:/tmp/x")]
    [InlineData("posix:/share")]
    [InlineData("posix:share")]
    [InlineData("windows:shm_share")]
    [InlineData("posix:/two%20words?legacyKey=Gr%C3%B6%C3%9Fe%20%231")]
    public void TryParse_WhatToStringWrites_ComesBack(string text)
    {
        Assert.True(QtNativeKey.TryParse(text, out var key));
        Assert.Equal(text, key.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/tmp/x")]
    [InlineData("sysv:/tmp/x")]
    [InlineData("systemv-0:/tmp/x")]
    [InlineData("systemv-256:/tmp/x")]
    [InlineData("posix:/x?key=y")]
    public void TryParse_Malformed_IsFalse(string? text) => Assert.False(QtNativeKey.TryParse(text, out _));

    [Fact]
    public void TempPath_OfTmpDir_IsCanonicalAsQtMakesIt()
    {
        string root = Directory.CreateTempSubdirectory("shmdashboard-").FullName;
        try
        {
            Directory.CreateDirectory(root + "/tmpd");
            File.CreateSymbolicLink(root + "/link", root + "/tmpd");

            Assert.Equal("/tmp", QtNativeKey.TempPath(null));
            Assert.Equal("/tmp", QtNativeKey.TempPath(""));
            Assert.Equal(root + "/tmpd", QtNativeKey.TempPath(root + "/tmpd"));
            Assert.Equal(root + "/tmpd", QtNativeKey.TempPath(root + "/tmpd/"));
            Assert.Equal(root + "/tmpd", QtNativeKey.TempPath(root + "//nothing/../tmpd"));
            Assert.Equal(root + "/tmpd", QtNativeKey.TempPath(root + "/link"));
            Assert.Equal("/", QtNativeKey.TempPath("tmpd"));
            Assert.Equal("/", QtNativeKey.TempPath(root + "/nothing"));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
