using System.Globalization;
using Microsoft.Extensions.Localization;
using ShmDashboard.Monitoring.Waiting;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>A ring of processes that wait for each other, in words.</summary>
internal static class RingWords
{
    /// <summary>"player 4312 holds “share” and waits for “album”; … Neither can go on."</summary>
    public static string Of(WaitCycle ring, IStringLocalizer text)
    {
        var steps = ring.Steps;
        string ends = steps.Length switch
        {
            1 => text["Ring.SelfEnd"],
            2 => text["Ring.PairEnd"],
            _ => text["Ring.ManyEnd", steps.Length.ToString(CultureInfo.InvariantCulture)],
        };
        string story = steps.Length == 1
            ? text["Ring.Self", ProcessWords.Of(steps[0].Holder), steps[0].Lock.Name]
            : string.Join(text["Ring.Between"], steps.Select((step, index) => text["Ring.Step",
                ProcessWords.Of(step.Holder), step.Lock.Name, steps[(index + 1) % steps.Length].Lock.Name].Value));
        var guesses = steps.Where(step => step.Inferred)
            .Select(step => text["Ring.Inferred", ProcessWords.Of(step.Holder), step.Lock.Name].Value);
        return string.Join(text["Plan.Between"], [text["Ring.Whole", story], ends, .. guesses]);
    }
}
