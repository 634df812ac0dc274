using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Machine;
using ShmDashboard.Peers.Tests.Programs;

namespace ShmDashboard.Peers.Tests;

/// <summary>
/// A test against other programs. What it starts is ended and what it made is gone when it is over; if something stays, the
/// test has found a leak and fails.
/// </summary>
public abstract class PeerTest(SharedDashboard shared) : IAsyncDisposable
{
    private readonly List<UniqueKey> _keys = [];
    private readonly List<IAsyncDisposable> _started = [];
    private string? _directory;

    /// <summary>The dashboard most tests share.</summary>
    private protected DashboardHost Dashboard => shared.Host;

    /// <summary>Its API.</summary>
    private protected DashboardApi Api => shared.Host.Api;

    /// <summary>A directory of this test's own.</summary>
    private protected string TemporaryDirectory => _directory ??= Directory.CreateTempSubdirectory("shmdashboard-tests-").FullName;

    private protected UniqueKey NewKey(string beginning = "peers") => Own(UniqueKey.Beginning(beginning));

    private protected UniqueKey Own(UniqueKey key)
    {
        _keys.Add(key);
        return key;
    }

    private protected async Task<Peer> StartAsync(PeerKind kind, OrdinaryUser? user = null) => Own(await Peer.StartAsync(kind, user));

    private protected async Task<DashboardHost> StartDashboardAsync(string? stateDirectory = null, params string[] arguments) =>
        Own(await DashboardHost.StartAsync(stateDirectory, arguments));

    private protected T Own<T>(T started) where T : IAsyncDisposable
    {
        _started.Add(started);
        return started;
    }

    /// <summary>A file of this test's own.</summary>
    private protected string WriteFile(string name, byte[] content)
    {
        string path = Path.Combine(TemporaryDirectory, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        var problems = new List<Exception>();
        foreach (var started in Enumerable.Reverse(_started))
            await AttemptAsync(async () => await started.DisposeAsync(), problems);
        foreach (var key in _keys)
        {
            await AttemptAsync(async () =>
            {
                if (await Api.FindAsync(key.Id) is { HeldByDashboard: true })
                    await Api.ReleaseAsync(key.Id);
                key.Clean();
            }, problems);
        }

        if (_directory is not null)
            Directory.Delete(_directory, recursive: true);
        if (problems.Count > 0)
            throw new AggregateException(problems);
    }

    private static async Task AttemptAsync(Func<Task> action, List<Exception> problems)
    {
        try
        {
            await action();
        }
        catch (Exception problem)
        {
            // Every one of them must be ended and cleaned, whatever happened to the one before.
            problems.Add(problem);
        }
    }
}
