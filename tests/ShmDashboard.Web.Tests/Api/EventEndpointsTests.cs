using System.Net;
using System.Text;
using System.Text.Json;
using ShmDashboard.Web.Tests.Hosting;

namespace ShmDashboard.Web.Tests.Api;

[Trait("Category", "Kernel")]
public sealed class EventEndpointsTests(RunningDashboard dashboard) : IClassFixture<RunningDashboard>
{
    private readonly string _id = $"qt:events{Guid.NewGuid():N}";

    [Fact]
    public async Task Get_AfterAWriteAndARelease_TellsBothOfThatSegmentAlone()
    {
        using var client = dashboard.Client(RunningDashboard.Token);
        string address = "/api/segments/" + Uri.EscapeDataString(_id);
        using (await client.PutAsync(address + "/text", new StringContent("Hello", Encoding.UTF8), RunningDashboard.Stop)) { }
        using (await client.DeleteAsync(address + "/hold", RunningDashboard.Stop)) { }

        var events = await Json(client, $"/api/events?segment={Uri.EscapeDataString(_id)}");

        var told = events.GetProperty("events").EnumerateArray().Where(one => one.GetProperty("byDashboard").GetBoolean()).ToArray();
        Assert.Equal(["released", "written"], told.Select(one => one.GetProperty("kind").GetString()).Take(2));
        Assert.StartsWith("Made through the dashboard, ", told[1].GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.Equal(_id, told[1].GetProperty("segment").GetString());
        long number = told[1].GetProperty("number").GetInt64();
        var later = await Json(client, $"/api/events?kind=written&after={number}&segment={Uri.EscapeDataString(_id)}");
        Assert.Equal(0, later.GetProperty("events").GetArrayLength());
    }

    [Theory]
    [InlineData("kind=zebra", "expected made, gone, madeAnew")]
    [InlineData("kind=1", "expected made, gone, madeAnew")]
    [InlineData("limit=0", "expected 1 to 1000")]
    [InlineData("segment=zebra", "zebra")]
    public async Task Get_WhatCannotBeUnderstood_IsRefusedWithWhatIsExpected(string query, string said)
    {
        using var client = dashboard.Client(RunningDashboard.Token);

        using var answer = await client.GetAsync("/api/events?" + query, RunningDashboard.Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(said, await answer.Content.ReadAsStringAsync(RunningDashboard.Stop), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> Json(HttpClient client, string address) =>
        JsonDocument.Parse(await client.GetStringAsync(address, RunningDashboard.Stop)).RootElement;
}
