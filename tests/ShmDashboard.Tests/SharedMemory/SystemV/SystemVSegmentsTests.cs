using System.Collections.Immutable;
using System.Globalization;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.SharedMemory.SystemV;

namespace ShmDashboard.Tests.SharedMemory.SystemV;

/// <summary>Which key file belongs to a System V row; pure.</summary>
public sealed class SystemVSegmentsTests
{
    private const long Made = 1_795_215_968;
    private const string HashA = "aab90dfe8c6f152a4fb071f5f4f9df804626e6ab";
    private const string HashB = "ff77196351dd7c1c8f79461ad32f21726fe31f5b";

    [Fact]
    public void Identify_OneFile_IsMatched()
    {
        var qt = Identify(0x5100e461, File("/tmp", "share", HashA, 0x00e461, key: "share"))!;

        Assert.Equal(QtKeyFileState.Matched, qt.KeyFile);
        Assert.Equal(("share", "share", HashA), (qt.Key, qt.Letters, qt.KeyHash));
        Assert.Equal("/tmp/qipc_sharedmemory_share" + HashA, qt.KeyFilePath);
        Assert.Equal("/tmp/qipc_systemsem_share" + HashA, qt.LockFilePath);
        Assert.Empty(qt.CollidingPaths);
    }

    [Fact]
    public void Identify_TwoFiles_CollideAndTheOneMadeJustBeforeNamesIt()
    {
        var qt = Identify(
            0x5100e461,
            File("/tmp", "a", HashA, 0x00e461, madeBefore: 3600),
            File("/tmp", "b", HashB, 0x00e461, madeBefore: 0),
            File("/tmp", "c", HashB, 0x00e461, madeBefore: -60))!;

        Assert.Equal(QtKeyFileState.Colliding, qt.KeyFile);
        Assert.Equal("b", qt.Letters);
        Assert.Equal(3, qt.CollidingPaths.Length);
    }

    [Fact]
    public void Identify_LooksLikeQtWithoutFile_IsMissing() =>
        Assert.Equal(QtKeyFileState.Missing, Identify(0x5100e461)!.KeyFile);

    [Fact]
    public void Identify_ForeignKeyWithoutFile_IsNotQt() => Assert.Null(Identify(0x0000e461));

    [Fact]
    public void Identify_OtherProjectId_MatchesByTheLow24Bits() =>
        Assert.Equal(QtKeyFileState.Matched, Identify(unchecked((int)0xb300e461), File("/tmp", "share", HashA, 0x00e461))!.KeyFile);

    [Fact]
    public void Identify_OtherProjectIdWhileTheUsualOneExists_IsNotQt() => Assert.Null(SystemVSegments.Identify(
        Row(unchecked((int)0xb300e461)), [File("/tmp", "share", HashA, 0x00e461)], identityFree: false));

    [Fact]
    public void Identify_NativeKeyFile_ServesBothAndHasNoHash()
    {
        var file = new QtKeyFileEntry("/run/user/1000/share", "share", null, 0x00e461, DateTimeOffset.UnixEpoch, null);

        var qt = Identify(0x5100e461, file)!;

        Assert.Null(qt.KeyHash);
        Assert.Equal(("/run/user/1000/share", "/run/user/1000/share"), (qt.KeyFilePath, qt.LockFilePath));
        Assert.Null(Identify(0x0000e461, file));
    }

    [Fact]
    public void Group_SamePathTwice_CountsOnce()
    {
        var file = File("/tmp", "share", HashA, 0x00e461);
        Assert.Single(QtKeyFileTable.Group([file, file])[0x00e461]);
    }

    private static QtIdentity? Identify(int key, params QtKeyFileEntry[] files) =>
        SystemVSegments.Identify(Row(key), [.. files], identityFree: true);

    private static SystemVRow Row(int key)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{key} 5 600 100 1 1 0 0 0 0 0 0 0 {Made} 0 0");
        Assert.True(SystemVRow.TryParse(System.Text.Encoding.ASCII.GetBytes(line), out var row));
        return row;
    }

    private static QtKeyFileEntry File(
        string directory, string letters, string hash, int identity, long madeBefore = 1, string? key = null) => new(
        $"{directory}/qipc_sharedmemory_{letters}{hash}", letters, hash, identity,
        DateTimeOffset.FromUnixTimeSeconds(Made - madeBefore), key);
}
