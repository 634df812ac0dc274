using System.Net;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.Web.Tests.Hosting;

namespace ShmDashboard.Web.Tests.Api;

[Trait("Category", "Kernel")]
public sealed class ExportTests(RunningDashboard dashboard) : IClassFixture<RunningDashboard>
{
    [Fact]
    public async Task List_AsCsv_HoldsWhatIsSearchedAndNoFormula()
    {
        string mark = Guid.NewGuid().ToString("N");
        using var client = dashboard.Client(RunningDashboard.Token);
        using var formula = PosixSegment.Create($"={mark},1", 4096);
        using var other = PosixSegment.Create($"other{Guid.NewGuid():N}", 4096);
        try
        {
            using var answer = await client.GetAsync($"/api/segments?format=csv&q={mark}", RunningDashboard.Stop);
            string[] lines = (await answer.Content.ReadAsStringAsync(RunningDashboard.Stop)).Split("\r\n");

            Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
            Assert.Matches("^attachment; filename=segments-\\d{8}-\\d{6}\\.csv$", answer.Content.Headers.ContentDisposition?.ToString());
            Assert.StartsWith("id,name,kind,", lines[0], StringComparison.Ordinal);
            Assert.Equal(3, lines.Length);
            Assert.StartsWith($"\"posix:={mark},1\",\"/={mark},1\",posix,", lines[1], StringComparison.Ordinal);
        }
        finally
        {
            PosixSegment.Unlink(formula.Name);
            PosixSegment.Unlink(other.Name);
        }
    }

    [Fact]
    public async Task Health_AsCsv_HasItsHeads()
    {
        using var client = dashboard.Client(RunningDashboard.Token);

        string table = await client.GetStringAsync("/api/health?format=csv", RunningDashboard.Stop);

        Assert.StartsWith("severity,kind,segment,subject,title,evidence,explanation,remedy,processes,firstSeenUtc\r\n", table, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/segments?format=xml", "expected json or csv")]
    [InlineData("/api/segments?show=zebra", "expected all, pictures")]
    [InlineData("/api/segments?sort=-zebra", "expected picture, name")]
    [InlineData("/api/health?format=xml", "expected json or csv")]
    public async Task Get_WhatCannotBeUnderstood_IsRefused(string address, string said)
    {
        using var client = dashboard.Client(RunningDashboard.Token);

        using var answer = await client.GetAsync(address, RunningDashboard.Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(said, await answer.Content.ReadAsStringAsync(RunningDashboard.Stop), StringComparison.Ordinal);
    }
}
