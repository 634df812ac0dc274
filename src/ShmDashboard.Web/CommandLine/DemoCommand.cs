using System.CommandLine;
using ShmDashboard.Web.Demo;

namespace ShmDashboard.Web.CommandLine;

/// <summary>
/// <c>demo-producer</c>: the demonstration's writing half, a process of its own so that what is shown is a real foreign
/// segment. Started by <c>--demo</c>; useful alone to try other readers.
/// </summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var key = new Option<string>("--key")
        {
            Description = "The Qt key to write under.",
            DefaultValueFactory = _ => DemoProducer.Key,
        };
        var parent = new Option<int>("--parent")
        {
            Description = "Stop when this process has gone; 0 for never.",
            DefaultValueFactory = _ => 0,
        };
        var command = new Command(DemoService.Command, "Writes an animated picture into shared memory, as a Qt program would, until stopped.")
        {
            key, parent,
        };
        command.SetAction((parsed, cancellationToken) =>
            DemoProducer.RunAsync(parsed.GetValue(key)!, parsed.GetValue(parent), TimeProvider.System, cancellationToken));
        return command;
    }
}
