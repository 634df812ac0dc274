namespace ShmDashboard.Tests.Monitoring.Health;

/// <summary>A directory of one test's own, gone with it.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("shmdashboard-").FullName;

    public string Write(string path, string text)
    {
        string full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    public string Write(string path, byte[] bytes)
    {
        string full = Write(path, "");
        File.WriteAllBytes(full, bytes);
        return full;
    }

    public string Make(string path) => Directory.CreateDirectory(Path.Combine(Root, path)).FullName;

    public string At(string path) => Path.Combine(Root, path);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
