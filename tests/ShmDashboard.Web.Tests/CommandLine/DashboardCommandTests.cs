using ShmDashboard.Web.CommandLine;

namespace ShmDashboard.Web.Tests.CommandLine;

public sealed class DashboardCommandTests
{
    [Theory]
    [InlineData("--port 70000", "Cannot start with --port 70000: allowed is 0 to 65535.")]
    [InlineData("--port abc", "Cannot start with --port abc: allowed is 0 to 65535.")]
    [InlineData("--port 51.5", "Cannot start with --port 51.5: allowed is 0 to 65535.")]
    [InlineData("--rate NaN", "Cannot start with --rate NaN: allowed is 1 to 120.")]
    [InlineData("--max-upload-mib 99999999999999999999", "Cannot start with --max-upload-mib 99999999999999999999: allowed is 1 to 1024.")]
    [InlineData("--rate 0.5", "Cannot start with --rate 0.5: allowed is 1 to 120.")]
    [InlineData("--max-upload-mib 0", "Cannot start with --max-upload-mib 0: allowed is 1 to 1024.")]
    [InlineData("--lock-timeout 61", "Cannot start with --lock-timeout 61: allowed is 0.1 to 60.")]
    [InlineData("--bind nowhere", "Cannot start with --bind nowhere: allowed is an IP address such as 127.0.0.1.")]
    [InlineData("--allow-host *", "Cannot start with --allow-host with a wildcard: allowed is host names written out, such as lab.example.")]
    [InlineData("--token short", "Cannot start with --token a shorter text: allowed is at least 8 characters.")]
    [InlineData("--token long-enough --no-token", "Cannot start with both --token and --no-token: give one of them.")]
    [InlineData("--no-token --bind 0.0.0.0", "Cannot start with --no-token on an address other machines can reach: drop --no-token or --bind.")]
    public void Parse_ValueOutOfRange_NamesOptionValueAndRange(string arguments, string sentence)
    {
        var parsed = DashboardCommand.Create().Parse(arguments.Split(' '));

        Assert.Contains(sentence, parsed.Errors.Select(error => error.Message));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--demo --port 0 --key share --key other")]
    [InlineData("--no-token")]
    [InlineData("--bind 0.0.0.0 --allow-host lab.example --token 12345678")]
    [InlineData("demo-producer --key x")]
    public void Parse_AllowedOptions_HasNoErrors(string arguments) =>
        Assert.Empty(DashboardCommand.Create().Parse(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Errors);

    [Theory]
    [InlineData("--port abc")]
    [InlineData("--port")]
    [InlineData("--nonsense")]
    [InlineData("--port 70000 --rate 0")]
    public async Task Run_ArgumentsThatCannotBeUsed_SaysASentenceEachAndEndsWith2(string arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        int code = await DashboardCommand.RunAsync(arguments.Split(' '), new() { Output = output, Error = error });

        Assert.Equal(2, code);
        Assert.Empty(output.ToString());
        Assert.All(error.ToString().TrimEnd().Split('\n'), line => Assert.EndsWith(".", line, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", error.ToString(), StringComparison.Ordinal);
        Assert.InRange(error.ToString().Length, 10, 300);
    }
}
