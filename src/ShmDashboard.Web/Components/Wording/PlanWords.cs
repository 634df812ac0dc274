using Microsoft.Extensions.Localization;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>What writing would do, and to whom, before it is done.</summary>
/// <param name="Tone">Good, or bad when it would be refused; warn when somebody has to be waited for.</param>
/// <param name="Text">Whole sentences.</param>
internal readonly record struct PlanWords(Tone Tone, string Text)
{
    /// <summary>A plan in words.</summary>
    public static PlanWords Of(PublishPlan plan, SentenceWords sentences, SizeWords sizes, IStringLocalizer text)
    {
        string name = VisibleText.Of(plan.Target.Value);
        string payload = sizes.Short(plan.PayloadBytes), segment = sizes.Short(plan.SegmentBytes);
        switch (plan.Action)
        {
            case PublishAction.Create:
                return new(Tone.Good, text["Plan.Create", name, segment]);
            case PublishAction.Recreate:
                return new(Tone.Good, text["Plan.Recreate", name, segment]);
            case PublishAction.Refuse:
                return new(Tone.Bad, plan.Problem is { } problem ? sentences.Of(problem) : text["Plan.Refused", name]);
        }

        // Qt's lock is taken, and made where there is none; a POSIX segment is written without any.
        bool locked = plan.Target.Scheme == SegmentScheme.Qt;
        string sentence = !locked ? text["Plan.Overwrite", name, payload, segment]
            : plan.Lock.State == LockState.Damaged ? text["Plan.OverwriteDamaged", name, payload, segment]
            : text["Plan.OverwriteLocked", name, payload, segment];
        string company = plan.Attached.IsDefaultOrEmpty
            ? text["Plan.Alone"]
            : text["Plan.StayAttached", ProcessWords.List(plan.Attached, text)];
        if (locked && plan.Lock.State == LockState.Damaged)
            return new(Tone.Warn, string.Join(text["Plan.Between"], sentence, company));
        if (locked && plan.Lock is { State: LockState.Held, Holder: var holder })
        {
            string waits = holder is { } who ? text["Plan.WaitsFor", ProcessWords.Of(who)] : text["Plan.Waits"];
            return new(Tone.Warn, string.Join(text["Plan.Between"], sentence, company, waits));
        }

        return new(Tone.Good, string.Join(text["Plan.Between"], sentence, company));
    }
}
