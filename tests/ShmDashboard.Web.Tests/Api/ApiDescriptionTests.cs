using System.Runtime.CompilerServices;
using ShmDashboard.Web.Tests.Hosting;

namespace ShmDashboard.Web.Tests.Api;

public sealed class ApiDescriptionTests(RunningDashboard dashboard) : IClassFixture<RunningDashboard>
{
    [Fact]
    public async Task Get_OpenApi_IsWhatWasApproved()
    {
        using var client = dashboard.Client(RunningDashboard.Token);

        string served = (await client.GetStringAsync("/api/openapi.json", RunningDashboard.Stop)).ReplaceLineEndings("\n").TrimEnd() + "\n";

        string approved = Approved();
        if (!File.Exists(approved) || await File.ReadAllTextAsync(approved, RunningDashboard.Stop) != served)
            await File.WriteAllTextAsync(approved + ".received", served, RunningDashboard.Stop);
        Assert.True(File.Exists(approved) && await File.ReadAllTextAsync(approved, RunningDashboard.Stop) == served,
            $"The interface changed. Look at '{approved}.received' and, if it is meant, put it in the approved file's place.");
    }

    private static string Approved([CallerFilePath] string thisFile = "") => Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../src/ShmDashboard.Web/Api/openapi.json"));
}
