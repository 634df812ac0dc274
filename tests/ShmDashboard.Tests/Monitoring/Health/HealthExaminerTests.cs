using System.Runtime.CompilerServices;
using System.Text;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Qt;
using static ShmDashboard.Tests.Monitoring.ScriptedRows;

namespace ShmDashboard.Tests.Monitoring.Health;

public sealed class HealthExaminerTests
{
    public static TheoryData<string> Ailing => [.. Machines.Ailing.Keys];

    public static TheoryData<string> Sound => [.. Machines.Sound.Keys];

    [Theory]
    [MemberData(nameof(Ailing))]
    public void Examine_OneAilment_FindsIt(string name) => Assert.Single(HealthExaminer.Examine(Machines.Ailing[name]));

    [Theory]
    [MemberData(nameof(Sound))]
    public void Examine_NothingProved_FindsNothing(string name) => Assert.Empty(HealthExaminer.Examine(Machines.Sound[name]));

    /// <summary>Every sentence, word by word: Findings.txt is what people read.</summary>
    [Fact]
    public void Examine_EveryAilment_SpeaksAsApproved()
    {
        string told = string.Join("\n", Machines.Ailing.Select(pair => $"=== {pair.Key}\n{Tell(pair.Value)}"));
        string approved = Approved();
        if (!File.Exists(approved) || File.ReadAllText(approved) != told)
            File.WriteAllText(approved + ".received", told);

        Assert.True(File.Exists(approved) && File.ReadAllText(approved) == told,
            $"The sentences changed. Look at '{approved}.received' and, if it is meant, put it in the approved file's place.");
    }

    [Fact]
    public void Examine_EveryKind_HasAnAilmentThatShowsIt() => Assert.Equal(
        Enum.GetValues<FindingKind>(),
        Machines.Ailing.Values.SelectMany(state => HealthExaminer.Examine(state)).Select(finding => finding.Kind).Distinct().Order());

    [Fact]
    public void Examine_EverythingAtOnce_PutsTheGravestFirst()
    {
        var findings = HealthExaminer.Examine(Machines.With(
            Qt("share").Crashed(), Posix("cam0"), Qt("b", 98400).Status(status => status with { State = LockState.Damaged, Value = 2 }),
            Qt("a", 98401).Crashed()));

        Assert.Equal(
            ["DamagedLock:qt:b", "StaleSegment:qt:a", "StaleSegment:qt:share", "LeftoverSegment:posix:cam0"],
            findings.Select(finding => finding.Id));
    }

    [Fact]
    public void Examine_Twice_IsTheSame()
    {
        foreach (var state in Machines.Ailing.Values)
            Assert.Equal(HealthExaminer.Examine(state), HealthExaminer.Examine(state));
    }

    [Fact]
    public void Examine_SegmentMissesItsFile_LeavesItsPossibleLockAlone()
    {
        var state = Machines.Ailing["key file missing"] with { SemaphoreSets = Machines.Ailing["orphaned lock"].SemaphoreSets };

        Assert.Equal(FindingKind.KeyFileMissing, Assert.Single(HealthExaminer.Examine(state)).Kind);
    }

    [Fact]
    public void Examine_StaleWithKeyFileInRootDirectory_DoesNotCallTheFileMissing()
    {
        var state = Machines.Ailing["stale, Qt, key file gone"] with
        {
            KeyFiles = [new FoundKeyFile("/home/alice/tmp/qipc_sharedmemory_x" + new string('0', 40), null, 0x5100e461)],
        };

        Assert.StartsWith("A crash leaves this, or", Assert.Single(HealthExaminer.Examine(state)).Explanation.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Examine_OfferedActions_AreForNobodyElsesUse()
    {
        // What removes or releases is offered only where nobody is attached, or where those that are stand still for good.
        foreach (var (name, state) in Machines.Ailing)
        {
            foreach (var finding in HealthExaminer.Examine(state).Where(finding => finding.Action == FindingAction.RemoveSegments))
                Assert.All(finding.Segments, id => Assert.True(state.Rows.Single(row => row.Id == id).Attached.IsEmpty, name));
            foreach (var finding in HealthExaminer.Examine(state).Where(finding => finding.Action == FindingAction.RemoveSegment))
                Assert.True(state.Rows.Single(row => row.Id == finding.Segment).Attached.IsEmpty, name);
        }
    }

    private static string Tell(MachineState state)
    {
        var text = new StringBuilder();
        foreach (var finding in HealthExaminer.Examine(state))
        {
            text.Append(finding.Severity).Append(' ').Append(finding.Id).Append('\n').Append(finding.Title).Append('\n');
            foreach (var fact in finding.Evidence)
                text.Append(" - ").Append(fact).Append('\n');
            text.Append(finding.Explanation).Append('\n').Append("> ").Append(finding.Remedy);
            text.Append(finding.Action == FindingAction.None ? "\n" : $" [{finding.Action}]\n");
        }

        return text.ToString();
    }

    private static string Approved([CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "Findings.txt");
}
