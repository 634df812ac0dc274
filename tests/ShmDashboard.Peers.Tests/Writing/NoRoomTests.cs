using System.Net;
using System.Net.Http.Json;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Pictures;

namespace ShmDashboard.Peers.Tests.Writing;

/// <summary>A machine that is full: plans say so, and an upload that is refused changed nothing.</summary>
public sealed class NoRoomTests(SharedDashboard shared) : PeerTest(shared)
{
    [Fact]
    public async Task SparseSegmentWithoutRoom_IsRefusedByThePlanAndStaysAsItWas()
    {
        var host = Own(await DashboardHost.StartCrampedAsync());
        string sparse = Path.Combine(host.SharedMemoryDirectory, "cam0"), filler = Path.Combine(host.SharedMemoryDirectory, "filler");
        await using (var file = File.Create(sparse))
        {
            file.SetLength(16 << 20);
            await file.WriteAsync(new byte[] { 1, 2, 3 });
        }

        byte[] upload = PngPicture.Make(1100, 900, PngKind.Rgb8, 1).File;
        var room = new DriveInfo(host.SharedMemoryDirectory);
        await File.WriteAllBytesAsync(filler, new byte[room.AvailableFreeSpace - (upload.Length / 2)]);
        long free = room.AvailableFreeSpace;
        byte[] before = await File.ReadAllBytesAsync(sparse);

        var plan = await PlanAsync(host.Api, "posix:cam0", upload.Length);
        var refused = await host.Api.PutPictureInVainAsync("posix:cam0", upload, HttpStatusCode.InsufficientStorage);

        Assert.Equal("refuse", plan.Action);
        Assert.Equal(plan.Problem, refused.Detail);
        Assert.Contains("are left in /dev/shm", refused.Detail, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(sparse));
        Assert.Equal(free, room.AvailableFreeSpace);

        // With room it is written, all of it.
        File.Delete(filler);
        await host.Api.PutPictureAsync("posix:cam0", upload);
        Assert.Equal(upload, (await File.ReadAllBytesAsync(sparse))[..upload.Length]);
    }

    [Fact]
    public async Task NewSegmentsBeyondWhatThereIs_AreRefusedByThePlan()
    {
        var host = Own(await DashboardHost.StartCrampedAsync());
        byte[] small = PngPicture.Make(8, 8, PngKind.Rgb8, 1).File;

        Assert.Equal("refuse", (await PlanAsync(host.Api, "posix:large", 5 << 20)).Action);
        Assert.Equal("create", (await PlanAsync(host.Api, "posix:small", 1 << 20)).Action);
        await host.Api.PutPictureAsync("qt:one", small);
        await host.Api.PutPictureAsync("qt:two", small);
        var plan = await PlanAsync(host.Api, "qt:three", small.Length);
        var refused = await host.Api.PutPictureInVainAsync("qt:three", small, HttpStatusCode.InsufficientStorage);

        Assert.Contains("all 2 System V segments that the kernel allows (kernel.shmmni) are taken", plan.Problem, StringComparison.Ordinal);
        Assert.Equal(plan.Problem, refused.Detail);
        // One that makes way for its successor needs no further one.
        Assert.Equal("recreate", (await PlanAsync(host.Api, "qt:two", 1 << 20)).Action);
    }

    private static async Task<WritePlan> PlanAsync(DashboardApi api, string id, int bytes) =>
        (await api.Http.GetFromJsonAsync<WritePlan>(DashboardApi.AddressOf(id, $"/plan/write?contentBytes={bytes}")))!;

    private sealed record WritePlan(string Action, string? Problem);
}
