using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.Tests.SharedMemory.Interop;

public sealed class KernelDirectoryTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("shmdashboard-test-").FullName;

    [Fact]
    public void Numbers_NamesOfAllKinds_AreThoseThatAreNumbersAndNothingElse()
    {
        foreach (string name in (string[])["7", "12", "2147483647", "2147483648", "12x", "x12", " 3", "self"])
            File.WriteAllText(Path.Combine(_directory, name), "");

        Assert.Equal([7, 12, int.MaxValue], KernelDirectory.Numbers(_directory).Order());
    }

    [Fact]
    public void Numbers_OfOurOwnDescriptors_HasWhatWeOpen()
    {
        using var file = File.OpenHandle(Path.Combine(_directory, "1"), FileMode.Create, FileAccess.Write);
        int descriptor = (int)file.DangerousGetHandle();

        Assert.Contains(descriptor, KernelDirectory.Numbers("/proc/self/fd"));
        file.Dispose();
        Assert.DoesNotContain(KernelDirectory.Numbers("/proc/self/fd"), number =>
            number == descriptor && new FileInfo($"/proc/self/fd/{number}").LinkTarget?.StartsWith(_directory, StringComparison.Ordinal) == true);
    }

    [Fact]
    public void Numbers_NoSuchDirectory_AreNone() => Assert.Empty(KernelDirectory.Numbers(Path.Combine(_directory, "none")));

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
