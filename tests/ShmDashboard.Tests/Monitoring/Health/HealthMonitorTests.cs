using Microsoft.Extensions.Time.Testing;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Segments;
using static ShmDashboard.Tests.Monitoring.ScriptedRows;

namespace ShmDashboard.Tests.Monitoring.Health;

public sealed class HealthMonitorTests : IDisposable
{
    private readonly ScratchDirectory _machine = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedMonitor _segments = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task ExamineAsync_AnAilment_IsKeptWithItsTime()
    {
        await using var health = Create();
        _segments.Show(Damaged("share"));

        var found = await health.ExamineAsync(Workbench.Token);

        var finding = Assert.Single(found);
        Assert.Equal(("DamagedLock:qt:share", _clock.GetUtcNow()), (finding.Id, finding.FirstSeenUtc));
        Assert.Equal(found, health.Current);
        Assert.Equal(_clock.GetUtcNow(), health.ExaminedUtc);
    }

    [Fact]
    public async Task ExamineAsync_StillThere_KeepsWhenItWasFirstSeen()
    {
        await using var health = Create();
        _segments.Show(Damaged("share"));
        await health.ExamineAsync(Workbench.Token);
        var first = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromMinutes(1));

        _segments.Show(Damaged("share"), Damaged("other"));
        var found = await health.ExamineAsync(Workbench.Token);

        Assert.Equal([first.AddMinutes(1), first], found.Select(finding => finding.FirstSeenUtc));
    }

    [Fact]
    public async Task ExamineAsync_CuredAndBack_IsSeenForTheFirstTimeAgain()
    {
        await using var health = Create();
        _segments.Show(Damaged("share"));
        await health.ExamineAsync(Workbench.Token);
        _segments.Show(Qt("share"));
        Assert.Empty(await health.ExamineAsync(Workbench.Token));
        _clock.Advance(TimeSpan.FromMinutes(1));
        _segments.Show(Damaged("share"));

        Assert.Equal(_clock.GetUtcNow(), Assert.Single(await health.ExamineAsync(Workbench.Token)).FirstSeenUtc);
    }

    [Fact]
    public async Task Subscribe_FirstAndChangedFindings_CallBackAndNothingElse()
    {
        await using var health = Create();
        int calls = 0;
        var subscription = health.Subscribe(() => calls++);

        await health.ExamineAsync(Workbench.Token);
        await health.ExamineAsync(Workbench.Token);
        _segments.Show(Damaged("share"));
        await health.ExamineAsync(Workbench.Token);
        await health.ExamineAsync(Workbench.Token);
        subscription.Dispose();
        _segments.Show();
        await health.ExamineAsync(Workbench.Token);

        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task Start_EveryFiveSeconds_Examines()
    {
        await using var health = Create();
        var found = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = health.Subscribe(() =>
        {
            if (!health.Current.IsEmpty)
                found.TrySetResult();
        });
        _segments.Show(Damaged("share"));
        health.Start();

        await Workbench.Eventually(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return found.Task.IsCompleted ? "found" : null;
        });

        Assert.Single(health.Current);
    }

    [Fact]
    public async Task DisposeAsync_Twice_IsQuiet()
    {
        var health = Create();
        health.Start();

        await health.DisposeAsync();
        await health.DisposeAsync();
    }

    private static SegmentRow Damaged(string key) =>
        Qt(key, key.Length + 98000).Facts(facts => facts with { Qt = null })
            .Status(status => status with { State = LockState.Damaged, Value = 2 });

    private HealthMonitor Create()
    {
        _machine.Make("shm");
        var paths = new MachinePaths
        {
            SemaphoreSets = _machine.At("sem"), KernelSettings = _machine.At("kernel"), SharedMemory = _machine.At("none"),
            Processes = _machine.At("proc"), LogindPresence = _machine.At("seats"),
            TemporaryDirectory = null,
        };
        var catalog = new SegmentCatalog(new CatalogOptions { PosixDirectory = _machine.At("shm"), SearchUsualDirectories = false }, _clock);
        return HealthMonitor.Create(_segments, new MachineStateReader(catalog, _clock, paths), _clock);
    }
}
