using System.Net;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Machine;

namespace ShmDashboard.Peers.Tests.Watching;

/// <summary>Clients that ask for a segment's picture, facts and bytes, and for the list, as fast as they are answered.</summary>
internal sealed class BusyViewer : IAsyncDisposable
{
    private readonly CancellationTokenSource _enough = new();
    private readonly Task[] _looking;
    private readonly HashSet<string> _pictures = [];
    private int _looks;

    public BusyViewer(DashboardApi api, UniqueKey key)
    {
        string[] parts = ["/picture", "", "/bytes?count=1000"];
        string[] addresses = [.. parts.Select(part => DashboardApi.AddressOf(key.Id, part)), "/api/segments"];
        _looking = [.. addresses.Select(address => Task.Run(() => LookAsync(api.Http, address)))];
    }

    /// <summary>How often it was answered.</summary>
    public int Looks => Volatile.Read(ref _looks);

    /// <summary>Waits until the dashboard answers at its usual speed.</summary>
    public Task WarmUpAsync() => Eventually.SeeAsync("some looks", () => Looks > 30, TimeSpan.FromSeconds(30));

    /// <summary>How many different pictures came.</summary>
    public int DifferentPictures
    {
        get
        {
            lock (_pictures)
                return _pictures.Count;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_looking);
        _enough.Dispose();
    }

    private async Task LookAsync(HttpClient http, string address)
    {
        while (!_enough.IsCancellationRequested)
        {
            using var response = await http.GetAsync(address);
            // While it is being made anew there may be none, or half of one, or it cannot be read without disturbing.
            Assert.True(
                response.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound or HttpStatusCode.Locked,
                $"{address} was answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
            Interlocked.Increment(ref _looks);
            if (response.Headers.ETag is { } etag)
            {
                lock (_pictures)
                    _pictures.Add(etag.Tag);
            }
        }
    }
}
