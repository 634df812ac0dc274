namespace ShmDashboard.Peers.Tests.Machine;

/// <summary>A POSIX segment that nobody else uses, with bytes that nobody changes. Gone once it is disposed of.</summary>
internal sealed class PosixFile : IAsyncDisposable
{
    private readonly string _name = $"shmdashboard-tests-{Guid.NewGuid():N}";

    private string Path => "/dev/shm/" + _name;

    /// <summary>The dashboard's id of it.</summary>
    public string Id => "posix:" + _name;

    /// <summary>Makes one of these bytes.</summary>
    public static async Task<PosixFile> WriteAsync(byte[] content)
    {
        var file = new PosixFile();
        await File.WriteAllBytesAsync(file.Path, content);
        return file;
    }

    /// <summary>Makes one of a file's bytes.</summary>
    public static async Task<PosixFile> CopyAsync(string path) => await WriteAsync(await File.ReadAllBytesAsync(path));

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        File.Delete(Path);
        return ValueTask.CompletedTask;
    }
}
