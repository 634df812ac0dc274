using System.Collections.Immutable;
using System.Diagnostics;
using System.Net.Sockets;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Maintenance;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Tests.SharedMemory;
using static ShmDashboard.Tests.Monitoring.ScriptedRows;

namespace ShmDashboard.Tests.Monitoring.Health;

[Collection(KernelCollection.Name)]
[Trait("Category", "Kernel")]
public sealed class SurroundingsTests
{
    [Fact]
    public void Of_Semaphores_SaysWhichAreLeft()
    {
        var state = Machines.Empty with
        {
            Semaphores =
            [
                Semaphore("used") with { Users = [Player] }, Semaphore("left"), Semaphore("made just now") with { MadeUtc = Noon.AddSeconds(-3) },
                Semaphore("bob's, open to all") with { OwnerUid = 1001, Unseen = new UnseenUsers(0, 2) }, Semaphore("of nobody but root") with { Unseen = new UnseenUsers(9, 0) },
            ],
        };

        var found = Surroundings.Of(state);

        Assert.Equal(["left", "of nobody but root"], found.LeftSemaphores.Order(StringComparer.Ordinal));
        Assert.Equal(["left", "of nobody but root"], found.Semaphores.Take(2).Select(semaphore => semaphore.Name).Order(StringComparer.Ordinal));
        Assert.Equal(5, found.Semaphores.Length);
    }

    [Fact]
    public void Of_KeyFiles_SaysWhichLeadToNothing()
    {
        var segment = Qt("share");
        int key = segment.Facts.SystemV!.Key;
        var state = Machines.With(segment) with
        {
            KeyFiles =
            [
                new FoundKeyFile("/tmp/used", QtKeyPurpose.Segment, key), new FoundKeyFile("/tmp/idle", QtKeyPurpose.Segment, key + 1),
                new FoundKeyFile("/tmp/lock", QtKeyPurpose.Lock, 0x51000009), new FoundKeyFile("/run/any", null, key + 2),
            ],
            SemaphoreSets = [new SemaphoreSetRow(0x51000009, 7, 1, 1000, Noon, Noon)],
        };

        Assert.Equal(["/tmp/idle"], Surroundings.Of(state).IdleKeyFiles.Select(file => file.Path));
    }

    [Fact]
    public void Read_WhatIsNoSegment_IsToldByWhatItIs()
    {
        using var scratch = new ScratchDirectory();
        scratch.Make("shm/inside");
        scratch.Make("shm/.shmdashboard-trash-1000");
        scratch.Write("shm/plain", "x");
        Process.Start("/bin/sh", ["-c", $"cd '{scratch.At("shm")}'; mkfifo control; ln -s /etc/passwd link; mknod device c 1 3 2> /dev/null"]).WaitForExit();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(scratch.At("shm/socket")));
        Process.Start("/bin/sh", ["-c", $"touch '{scratch.At("shm")}'/$(printf 'bad\\377name')"]).WaitForExit();

        var found = UnlistedNames.Read(scratch.At("shm"));
        Process.Start("/bin/sh", ["-c", $"rm '{scratch.At("shm")}'/bad*"]).WaitForExit();

        Assert.Equal(["inside"], found.Directories);
        Assert.Equal(
            [new("control", OtherFileKind.Pipe), new("link", OtherFileKind.Link), new("socket", OtherFileKind.Socket)],
            found.Others.Where(other => other.Kind != OtherFileKind.Device));
        Assert.Equal(["bad\\xffname"], found.OddNames);
        Assert.Same(UnlistedNames.None, UnlistedNames.Read(scratch.At("none")));
    }

    [Fact]
    public async Task RemoveLeftovers_Many_AreGoneTogetherAndTheUsedOnesStay()
    {
        await using var bench = new Workbench();
        using var janitor = new SegmentJanitor(bench.Catalog, bench.Reader, readOnly: false, TimeProvider.System);
        string name = $"shmdashboard-{Guid.NewGuid():N}";
        using var used = PosixSegment.Create(name + "-used", 4096);
        using var user = NativeChild.Start();
        user.Do($"map /dev/shm/{name}-used");
        string[] left = [.. Enumerable.Range(0, 20).Select(i => $"{name}-{i}")];
        foreach (string file in left)
            PosixSegment.Create(file, 4096).Dispose();

        // Named by their makers, which live: only who has it mapped counts.
        var result = await janitor.RemoveLeftoversAsync([.. left.Append(name + "-used").Select(SegmentId.Posix)], Workbench.Token);

        Assert.True(result.Succeeded);
        Assert.Equal(
            "Removed segments that nobody used: 20. Left alone, because used by now or not to be removed by us: 1.", result.Sentence.ToString());
        Assert.All(left, file => Assert.Null(bench.Catalog.Find(SegmentId.Posix(file))));
        Assert.NotNull(bench.Catalog.Find(SegmentId.Posix(name + "-used")));
        foreach (var item in (await janitor.ListTrashAsync(Workbench.Token)).Where(item => left.Contains(item.Name)))
        {
            Assert.True((await janitor.RestoreAsync(item.Item, Workbench.Token)).Succeeded);
            PosixSegment.Unlink(item.Name);
        }

        PosixSegment.Unlink(name + "-used");
    }

    [Fact]
    public async Task RemoveSemaphores_LeftAndUsed_TakesTheLeftOnly()
    {
        await using var bench = new Workbench();
        using var janitor = new SegmentJanitor(bench.Catalog, bench.Reader, readOnly: false, TimeProvider.System);
        string name = $"shmdashboard-{Guid.NewGuid():N}";
        using var user = NativeChild.Start();
        user.Do($"semcreate /{name} 1");
        // glibc, 64 bit: value 1, no waiters, shared between processes.
        await File.WriteAllBytesAsync($"/dev/shm/sem.{name}-left", [1, 0, 0, 0, 0, 0, 0, 0, 0x80, .. new byte[23]], Workbench.Token);
        try
        {
            var result = await janitor.RemoveSemaphoresAsync([name, name + "-left"], Workbench.Token);

            Assert.StartsWith("Removed semaphores that nobody had open: 1. Left alone, because used by now or not to be removed by us: 1.", result.Sentence.ToString(), StringComparison.Ordinal);
            Assert.False(File.Exists($"/dev/shm/sem.{name}-left"));
            Assert.True(File.Exists($"/dev/shm/sem.{name}"));
        }
        finally
        {
            File.Delete($"/dev/shm/sem.{name}");
            File.Delete($"/dev/shm/sem.{name}-left");
        }
    }

    [Fact]
    public async Task RemoveLeftovers_ReadOnly_IsRefused()
    {
        await using var bench = new Workbench();
        using var janitor = new SegmentJanitor(bench.Catalog, bench.Reader, readOnly: true, TimeProvider.System);

        Assert.Equal(MaintenanceFailure.ReadOnly, (await janitor.RemoveLeftoversAsync([], Workbench.Token)).Failure);
        Assert.Equal(MaintenanceFailure.ReadOnly, (await janitor.RemoveSemaphoresAsync([], Workbench.Token)).Failure);
    }

    [Fact]
    public async Task Examine_FileMadeAnewWhileTheOldOneIsMapped_NamesWhoHasWhich()
    {
        await using var bench = new Workbench(new() { AttachmentScanInterval = TimeSpan.Zero, AttachmentScanMaxAge = TimeSpan.Zero });
        string name = $"shmdashboard-{Guid.NewGuid():N}";
        PosixSegment.Create(name, 4096).Dispose();
        try
        {
            using var before = NativeChild.Start();
            using var after = NativeChild.Start();
            before.Do($"map /dev/shm/{name}");
            PosixSegment.Unlink(name);
            PosixSegment.Create(name, 4096).Dispose();
            after.Do($"map /dev/shm/{name}");
            var list = await bench.Monitor.LookAroundAsync(Workbench.Token);

            var state = new MachineStateReader(bench.Catalog, TimeProvider.System).Read(list, ImmutableDictionary<SegmentId, VerdictTally>.Empty);

            var found = Assert.Single(HealthExaminer.Examine(state), finding => finding.Segment == SegmentId.Posix(name) && finding.Kind == FindingKind.RemovedWhileAttached);
            Assert.Equal(before.Pid, Assert.Single(found.Processes).Pid);
            Assert.Contains(found.Evidence, sentence => sentence.ToString().StartsWith("The new one is mapped by native-child", StringComparison.Ordinal));
        }
        finally
        {
            PosixSegment.Unlink(name);
        }
    }

    [Fact]
    public async Task LookAround_EverybodyWhoHadItMappedHasEnded_IsStale()
    {
        await using var bench = new Workbench(new() { AttachmentScanInterval = TimeSpan.Zero, AttachmentScanMaxAge = TimeSpan.Zero });
        string name = $"shmdashboard-{Guid.NewGuid():N}";
        PosixSegment.Create(name, 4096).Dispose();
        try
        {
            using var user = NativeChild.Start();
            user.Do($"map /dev/shm/{name}");
            Assert.False((await Row(row => !row.Attached.IsEmpty)).Stale);
            user.Kill();

            Assert.True((await Row(row => row.Stale)).Attached.IsEmpty);
        }
        finally
        {
            PosixSegment.Unlink(name);
        }

        async Task<SegmentRow> Row(Func<SegmentRow, bool> wanted) => await Workbench.Eventually(async () =>
            (await bench.Monitor.LookAroundAsync(Workbench.Token)).Rows.Single(row => row.Id == SegmentId.Posix(name)) is var row && wanted(row) ? row : null);
    }

    private static PosixSemaphoreFacts Semaphore(string name) => new()
    {
        Name = name,
        OwnerUid = 1000,
        MadeUtc = Noon.AddHours(-1),
        Reading = new LockReading { State = LockState.Free, Kind = LockKind.PosixSemaphore, Value = 1 },
    };
}
