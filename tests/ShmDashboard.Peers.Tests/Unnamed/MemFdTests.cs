using System.Diagnostics;
using System.Net;
using ShmDashboard.Peers.Tests.Browsing;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Machine;
using ShmDashboard.Peers.Tests.Pictures;
using ShmDashboard.Peers.Tests.Programs;

namespace ShmDashboard.Peers.Tests.Unnamed;

/// <summary>Memory that programs pass to each other without a name.</summary>
[Collection(BrowserCollection.Name)]
public sealed class MemFdTests(SharedDashboard shared, Chromium browser) : PeerTest(shared)
{
    private const string Python = "/usr/bin/python3";

    [Fact]
    public async Task Picture_InPythonsMemFd_IsThatPicture()
    {
        Requirement.Program(Python, "python3");
        string name = $"peers-{Guid.NewGuid():N}";
        byte[] png = PngPicture.Make(61, 43, PngKind.Rgba8, 1).File;
        using var writer = Process.Start(new ProcessStartInfo(Python)
        {
            ArgumentList =
            {
                "-c", $"import os, sys; f = os.memfd_create('{name}'); os.pwrite(f, bytes.fromhex('{Convert.ToHexString(png)}'), 0); print('ready', flush=True); sys.stdin.read()",
            },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            await writer.StandardOutput.ReadLineAsync();

            // Who has what mapped is scanned once in a while, not for each question.
            var listed = (await Eventually.SeeAsync("it is listed", async () => (await Api.ListAllAsync()).SingleOrDefault(row => row.Name == name), row => row is not null))!;

            Assert.Equal(("memfd", png.Length), (listed.Kind, listed.SizeBytes));
            Assert.StartsWith($"memfd:{writer.Id}:", listed.Id, StringComparison.Ordinal);
            Assert.Equal(writer.Id, Assert.Single(listed.Unnamed!.Descriptors).Pid);
            Assert.Equal(png, await Api.PictureAsync(listed.Id));
            using var put = await Api.Http.PutAsync(DashboardApi.AddressOf(listed.Id, "/picture?payload=file"), new ByteArrayContent(png));
            Assert.False(put.IsSuccessStatusCode);
            Assert.DoesNotContain(await Api.ListAsync(), row => row.Name == name);

            writer.StandardInput.Close();
            await writer.WaitForExitAsync();
            using var gone = await Api.GetPictureAsync(listed.Id);
            Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        }
        finally
        {
            if (!writer.HasExited)
                writer.Kill();
        }
    }

    [Fact]
    public async Task List_WhileChromiumRuns_HasWhatItsProcessesShare()
    {
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.SetContentAsync("<canvas width=300 height=200></canvas>");

        var theirs = await Eventually.SeeAsync("memory of Chromium without a name",
            async () => (await Api.ListAllAsync()).Where(row => row.Kind == "memfd" &&
                (row.Attached.Any(IsChromium) || row.Unnamed!.Descriptors.Any(descriptor => IsChromium(new ProcessReply(descriptor.Pid, descriptor.Name))))).ToArray(),
            rows => rows.Length > 0);

        Assert.Equal(theirs.Length, theirs.Select(row => row.Id).Distinct().Count());
        // One object however many processes: several share the same.
        Assert.Contains(theirs, row => row.Attached.Select(process => process.Pid)
            .Concat(row.Unnamed!.Descriptors.Select(descriptor => descriptor.Pid)).Distinct().Count() > 1);
    }

    private static bool IsChromium(ProcessReply process) => process.Name?.StartsWith("chrom", StringComparison.Ordinal) == true;
}
