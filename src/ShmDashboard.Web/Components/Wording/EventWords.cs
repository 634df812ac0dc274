using Microsoft.Extensions.Localization;
using ShmDashboard.Monitoring.Events;
using ShmDashboard.Web.Components.History;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>Events in words and colour.</summary>
internal static class EventWords
{
    /// <summary>The kind in a word or two.</summary>
    public static string NameOf(SegmentEventKind kind, IStringLocalizer text) => kind switch
    {
        SegmentEventKind.Made => text["Event.Made"],
        SegmentEventKind.Gone => text["Event.Gone"],
        SegmentEventKind.MadeAnew => text["Event.MadeAnew"],
        SegmentEventKind.Resized => text["Event.Resized"],
        SegmentEventKind.WriterDied => text["Event.WriterDied"],
        SegmentEventKind.HolderDied => text["Event.HolderDied"],
        SegmentEventKind.LockStuck => text["Event.LockStuck"],
        SegmentEventKind.Written => text["Event.Written"],
        SegmentEventKind.Released => text["Event.Released"],
        SegmentEventKind.Removed => text["Event.Removed"],
        SegmentEventKind.LockRepaired => text["Event.LockRepaired"],
        SegmentEventKind.LockReleased => text["Event.LockReleased"],
        SegmentEventKind.PutBack => text["Event.PutBack"],
        _ => text["Event.TrashEmptied"],
    };

    /// <summary>A filter's name.</summary>
    public static string NameOf(EventFilter filter, IStringLocalizer text) => filter switch
    {
        EventFilter.Segments => text["Events.Segments"],
        EventFilter.Trouble => text["Events.Trouble"],
        EventFilter.Here => text["Events.Here"],
        _ => text["Filter.All"],
    };

    /// <summary>How grave it is.</summary>
    public static Tone ToneOf(SegmentEventKind kind) => kind switch
    {
        SegmentEventKind.WriterDied or SegmentEventKind.HolderDied => Tone.Bad,
        SegmentEventKind.LockStuck or SegmentEventKind.MadeAnew => Tone.Warn,
        SegmentEventKind.Made => Tone.Good,
        _ => Tone.Quiet,
    };
}
