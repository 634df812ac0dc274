using ShmDashboard.SharedMemory.Locks;

namespace ShmDashboard.Tests.SharedMemory.Locks;

public sealed class SemaphoreStemTests
{
    [Theory]
    [InlineData("cam", "cam_sem")]
    [InlineData("cam", "cam-lock")]
    [InlineData("cam", "sem_cam")]
    [InlineData("cam", "cam.mutex")]
    [InlineData("frame_shm", "frame_sem")]
    [InlineData("FrameShm", "frameSemaphore")]
    [InlineData("myshm", "mysem")]
    [InlineData("shmvar", "semvar")]
    [InlineData("shmdashboard-1", "shmdashboard-1-lock")]
    [InlineData("clock", "clock_sem")]
    [InlineData("cam-0", "cam_0_sem")]
    [InlineData("shared_memory_video", "video mutex")]
    public void Of_SegmentAndItsSemaphore_IsTheSame(string segment, string semaphore) =>
        Assert.Equal(SemaphoreStem.Of(segment), SemaphoreStem.Of(semaphore));

    [Theory]
    [InlineData("cam", "cam2_sem")]
    [InlineData("cam", "camera_sem")]
    [InlineData("c", "clock")]
    [InlineData("cam_ready", "cam_sem")]
    [InlineData("cam0", "cam1_sem")]
    public void Of_Strangers_Differs(string segment, string semaphore) =>
        Assert.NotEqual(SemaphoreStem.Of(segment), SemaphoreStem.Of(semaphore));

    [Theory]
    [InlineData("")]
    [InlineData("...")]
    [InlineData("shm")]
    [InlineData("sem_lock")]
    public void Of_NothingBesides_IsEmpty(string name) => Assert.Empty(SemaphoreStem.Of(name));
}
