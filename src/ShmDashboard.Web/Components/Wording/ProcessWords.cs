using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Localization;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>Processes in words.</summary>
internal static class ProcessWords
{
    /// <summary>"player 4312"; a process that was never seen alive has only its number.</summary>
    public static string Of(ProcessRef process) => process.Name is { Length: > 0 } name
        ? string.Create(CultureInfo.InvariantCulture, $"{name} {process.Pid}")
        : process.Pid.ToString(CultureInfo.InvariantCulture);

    /// <summary>"album 4201 and player 4312", "a, b and c", or "nobody".</summary>
    public static string List(ImmutableArray<ProcessRef> processes, IStringLocalizer text)
    {
        if (processes.IsDefaultOrEmpty) return text["Process.Nobody"];
        if (processes.Length == 1) return Of(processes[0]);
        string allButLast = string.Join(text["Process.Comma"], processes.AsSpan()[..^1].ToArray().Select(Of));
        return text["Process.And", allButLast, Of(processes[^1])];
    }

    /// <summary>Whether it is the dashboard itself.</summary>
    public static bool IsDashboard(ProcessRef process) => process.Pid == Environment.ProcessId;
}
