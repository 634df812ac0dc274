using System.CommandLine;
using ShmDashboard.Web.Hosting;

namespace ShmDashboard.Web.CommandLine;

/// <summary>The command line: options in, a running dashboard or a sentence saying what is wrong out.</summary>
internal static class DashboardCommand
{
    /// <summary>Does what the arguments say. What is wrong with them is told in a sentence each, and nothing else.</summary>
    public static async Task<int> RunAsync(string[] args, InvocationConfiguration configuration)
    {
        var parsed = Create().Parse(args);
        if (parsed.Errors.Count == 0)
            return await parsed.InvokeAsync(configuration);
        foreach (string sentence in parsed.Errors.Select(error => error.Message).Distinct())
            await configuration.Error.WriteLineAsync(sentence);
        return DashboardApplication.CannotStart;
    }

    public static RootCommand Create()
    {
        var arguments = new DashboardArguments();
        var root = new RootCommand(
            "Shows this machine's shared-memory segments live: who made them, who is attached, who holds the lock, the picture inside.");
        arguments.AddTo(root);
        root.SetAction((parsed, cancellationToken) => DashboardApplication.RunAsync(arguments.Read(parsed), cancellationToken));
        root.Subcommands.Add(DemoCommand.Create());
        return root;
    }
}
