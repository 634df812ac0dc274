using ShmDashboard.Monitoring.Health;

namespace ShmDashboard.Tests.Monitoring.Health;

public sealed class LogindSettingsTests
{
    [Theory]
    [InlineData("RemoveIPC=yes", true)]
    [InlineData("RemoveIPC=no", false)]
    [InlineData("  RemoveIPC = Off ", false)]
    [InlineData("RemoveIPC=1", true)]
    public void TryParse_ASetting_IsRead(string line, bool expected)
    {
        Assert.True(LogindSettings.TryParse(line, out bool value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("#RemoveIPC=yes")]
    [InlineData("RemoveIPC")]
    [InlineData("RemoveIPC=")]
    [InlineData("RemoveIPC=maybe")]
    [InlineData("removeipc=yes")]
    [InlineData("KillUserProcesses=yes")]
    public void TryParse_AnythingElse_IsNot(string line) => Assert.False(LogindSettings.TryParse(line, out _));

    [Fact]
    public void Read_NoLogind_IsNothing()
    {
        using var machine = new ScratchDirectory();

        Assert.Null(LogindSettings.Read(Paths(machine)));
    }

    [Fact]
    public void Read_DirectoryOfALogindThatDoesNotRun_IsNothing()
    {
        using var machine = new ScratchDirectory();
        machine.Make("seats");
        machine.Write("proc/77/comm", "dbus-daemon\n");

        Assert.Null(LogindSettings.Read(Paths(machine)));
    }

    [Fact]
    public void Read_NothingSet_IsWhatTheManualSays() => Assert.Equal(new RemoveIpcSetting(true, "default"), Read());

    [Fact]
    public void Read_ShippedFile_ShowsWhatWasCompiledIn() =>
        Assert.Equal(new RemoveIpcSetting(false, "default"), Read(("usr/logind.conf", "[Login]\n#RemoveIPC=no\n")));

    [Fact]
    public void Read_MainFile_HidesTheShippedOne() => Assert.False(
        Read(("usr/logind.conf", "RemoveIPC=yes"), ("etc/logind.conf", "[Login]\nRemoveIPC=no"))!.Value.Enabled);

    [Fact]
    public void Read_Additions_CountInOrderOfName()
    {
        var setting = Read(
            ("etc/logind.conf", "RemoveIPC=no"), ("etc/logind.conf.d/10-a.conf", "RemoveIPC=no"),
            ("usr/logind.conf.d/20-b.conf", "RemoveIPC=yes"), ("etc/logind.conf.d/30-c.txt", "RemoveIPC=no"));

        Assert.True(setting!.Value.Enabled);
        Assert.EndsWith("20-b.conf", setting.Value.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AdditionOfTheSameName_IsHiddenByTheNearerOne() => Assert.False(
        Read(("usr/logind.conf.d/20-b.conf", "RemoveIPC=yes"), ("etc/logind.conf.d/20-b.conf", "RemoveIPC=no"))!.Value.Enabled);

    private static RemoveIpcSetting? Read(params (string Path, string Text)[] files)
    {
        using var machine = new ScratchDirectory();
        machine.Make("seats");
        machine.Write("proc/77/comm", "systemd-logind\n");
        foreach (var (path, text) in files)
            machine.Write(path, text);
        return LogindSettings.Read(Paths(machine));
    }

    private static MachinePaths Paths(ScratchDirectory machine) => new()
    {
        LogindPresence = machine.At("seats"),
        Processes = machine.At("proc"),
        LogindFiles = [machine.At("etc/logind.conf"), machine.At("usr/logind.conf")],
        LogindAdditions = [machine.At("etc/logind.conf.d"), machine.At("usr/logind.conf.d")],
    };
}
