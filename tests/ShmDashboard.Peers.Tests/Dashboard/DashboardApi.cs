using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace ShmDashboard.Peers.Tests.Dashboard;

/// <summary>The dashboard's API as a program uses it.</summary>
internal sealed class DashboardApi(HttpClient http)
{
    /// <summary>For requests that are not those below.</summary>
    public HttpClient Http => http;

    /// <summary>The address of a segment or of something of it.</summary>
    public static string AddressOf(string id, string of = "") => $"/api/segments/{Uri.EscapeDataString(id)}{of}";

    public async Task<SegmentReply[]> ListAsync() => (await http.GetFromJsonAsync<SegmentReply[]>("/api/segments"))!;

    /// <summary>Segments without a name too.</summary>
    public async Task<SegmentReply[]> ListAllAsync() => (await http.GetFromJsonAsync<SegmentReply[]>("/api/segments?include=memfd"))!;

    /// <summary>The segment, or null when the dashboard says that there is none.</summary>
    public async Task<SegmentReply?> FindAsync(string id)
    {
        using var response = await http.GetAsync(AddressOf(id));
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        await RequireAsync(response);
        return await response.Content.ReadFromJsonAsync<SegmentReply>();
    }

    /// <summary>The segment, which must be there.</summary>
    public async Task<SegmentReply> ShowAsync(string id)
    {
        var segment = await FindAsync(id);
        Assert.NotNull(segment);
        return segment;
    }

    /// <summary>Who holds, who waits, and the rings.</summary>
    public async Task<WaitingReply> WaitingAsync() => (await http.GetFromJsonAsync<WaitingReply>("/api/waiting"))!;

    /// <summary>What is wrong, examined now.</summary>
    public async Task<FindingReply[]> FindingsAsync() => (await http.GetFromJsonAsync<FindingReply[]>("/api/health"))!;

    public async Task<LockReply> LockOfAsync(string id) => (await ShowAsync(id)).Lock;

    public Task<HttpResponseMessage> GetPictureAsync(string id, string? etag = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(id, "/picture"));
        if (etag is not null)
            request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(etag));
        return http.SendAsync(request);
    }

    /// <summary>The picture file, which must be there.</summary>
    public async Task<byte[]> PictureAsync(string id)
    {
        using var response = await GetPictureAsync(id);
        await RequireAsync(response);
        return await response.Content.ReadAsByteArrayAsync();
    }

    public Task<byte[]> BytesAsync(string id, long offset, int count) =>
        http.GetByteArrayAsync(AddressOf(id, string.Create(null, $"/bytes?offset={offset}&count={count}")));

    public Task<HttpResponseMessage> TryPutPictureAsync(string id, byte[] file, string? payload = null) =>
        http.PutAsync(AddressOf(id, "/picture" + (payload is null ? "" : "?payload=" + payload)), new ByteArrayContent(file));

    public async Task<PublishReply> PutPictureAsync(string id, byte[] file, string? payload = null)
    {
        using var response = await TryPutPictureAsync(id, file, payload);
        await RequireAsync(response);
        return (await response.Content.ReadFromJsonAsync<PublishReply>())!;
    }

    /// <summary>What writing this picture as a frame would do; <paramref name="query"/> beside <c>payload=layout</c>.</summary>
    public async Task<PlanReply> PlanFrameAsync(string id, byte[] file, string query = "")
    {
        using var response = await http.PostAsync(AddressOf(id, "/plan/write?payload=layout&" + query), new ByteArrayContent(file));
        await RequireAsync(response);
        return (await response.Content.ReadFromJsonAsync<PlanReply>())!;
    }

    public Task<HttpResponseMessage> TryPutFrameAsync(string id, byte[] file, string query = "") =>
        http.PutAsync(AddressOf(id, "/picture?payload=layout&" + query), new ByteArrayContent(file));

    /// <summary>Writes it so.</summary>
    public async Task<PublishReply> PutFrameAsync(string id, byte[] file, string query = "")
    {
        using var response = await TryPutFrameAsync(id, file, query);
        await RequireAsync(response);
        return (await response.Content.ReadFromJsonAsync<PublishReply>())!;
    }

    /// <summary>Lays down by which layout a segment is read.</summary>
    public async Task PutLayoutAsync(string id, string json)
    {
        using var response = await http.PutAsync(AddressOf(id, "/layout"), new StringContent(json));
        await RequireAsync(response);
    }

    public async Task<PublishReply> PutTextAsync(string id, string text, string @as)
    {
        using var response = await http.PutAsync(AddressOf(id, "/text?as=" + @as), new StringContent(text, Encoding.UTF8));
        await RequireAsync(response);
        return (await response.Content.ReadFromJsonAsync<PublishReply>())!;
    }

    public async Task ReleaseAsync(string id)
    {
        using var response = await http.DeleteAsync(AddressOf(id, "/hold"));
        await RequireAsync(response);
    }

    /// <summary>The problem that a refused upload is answered with; its status must be the one given.</summary>
    public async Task<ProblemReply> PutPictureInVainAsync(string id, byte[] file, HttpStatusCode expected, string? payload = null)
    {
        using var response = await TryPutPictureAsync(id, file, payload);
        return await ProblemAsync(response, expected);
    }

    /// <summary>The problem in an answer; its status must be the one given.</summary>
    public static async Task<ProblemReply> ProblemAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(expected == response.StatusCode, $"Expected {(int)expected}, got {(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = (await response.Content.ReadFromJsonAsync<ProblemReply>())!;
        Assert.Equal((int)expected, problem.Status);
        Assert.False(string.IsNullOrWhiteSpace(problem.Detail));
        return problem;
    }

    private static async Task RequireAsync(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            var request = response.RequestMessage!;
            Assert.Fail($"{request.Method} {request.RequestUri} was answered {(int)response.StatusCode}: " +
                await response.Content.ReadAsStringAsync());
        }
    }
}
