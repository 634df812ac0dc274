using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Localization;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>A segment's identity in words.</summary>
internal static class SegmentWords
{
    /// <summary>The line under the name: "0x5100e461 · sysv 229397", "posix · mode 0600" or "memfd 4711:1037".</summary>
    public static string IdLine(SegmentFacts facts) => facts.Kind switch
    {
        SegmentKind.SystemV => $"{KeyOf(facts)} · sysv {facts.SystemV?.ShmId.ToString(CultureInfo.InvariantCulture)}",
        SegmentKind.Unnamed => $"memfd {facts.Id.Value}",
        SegmentKind.Posix => $"posix · mode {ModeOf(facts)}",
        _ => throw new UnreachableException(),
    };

    /// <summary>What kind of shared memory it is.</summary>
    public static string KindOf(SegmentFacts facts, IStringLocalizer text) => facts switch
    {
        { Unnamed.Origin: UnnamedOrigin.Unlinked } => text["Kind.Unlinked"],
        { Unnamed.Origin: UnnamedOrigin.Anonymous } => text["Kind.Anonymous"],
        _ => SegmentWord.NameOf(facts.Kind),
    };

    /// <summary>What nobody may do to it any more: "not shorter, not longer"; "none"; "not known".</summary>
    public static string SealsOf(UnnamedFacts facts, IStringLocalizer text) => facts.Seals switch
    {
        null => text["Facts.NotKnown"],
        // Everything but a memfd that allows it is sealed against sealing from birth: that says nothing.
        MemorySeals.Seal when facts.Origin != UnnamedOrigin.MemFd => text["Seal.None"],
        MemorySeals.None => text["Seal.None"],
        { } seals => string.Join(", ", Enum.GetValues<MemorySeals>()
            .Where(seal => seal != MemorySeals.None && seals.HasFlag(seal)).Select(seal => SealOf(seal, text))),
    };

    private static string SealOf(MemorySeals seal, IStringLocalizer text) => seal switch
    {
        MemorySeals.Shrink => text["Seal.Shrink"],
        MemorySeals.Grow => text["Seal.Grow"],
        MemorySeals.Write => text["Seal.Write"],
        MemorySeals.FutureWrite => text["Seal.FutureWrite"],
        MemorySeals.Exec => text["Seal.Exec"],
        _ => text["Seal.Seal"],
    };

    /// <summary>The program family: "Python", "Qt · key unknown"; null when it is not known.</summary>
    public static string? FamilyOf(SegmentRow row, IStringLocalizer text)
    {
        string label = row.Family.Label;
        if (row.Facts.Qt is { Key: null }) return text["Family.KeyUnknown", label.Length > 0 ? label : "Qt"];
        return label.Length > 0 ? label : null;
    }

    /// <summary>The System V key as <c>ipcs</c> writes it; a private segment has none.</summary>
    public static string KeyOf(SegmentFacts facts) => facts.SystemV?.Key is { } key and not 0
        ? "0x" + key.ToString("x8", CultureInfo.InvariantCulture)
        : "IPC_PRIVATE";

    /// <summary>Permission bits in octal: "0600".</summary>
    public static string ModeOf(SegmentFacts facts) => "0" + Convert.ToString(facts.Mode & 0x1ff, 8).PadLeft(3, '0');

    /// <summary>Permission bits as <c>ls</c> writes them: "rw-------".</summary>
    public static string ModeLetters(SegmentFacts facts) =>
        string.Create(9, facts.Mode, static (letters, mode) =>
        {
            for (int bit = 0; bit < 9; bit++) letters[bit] = (mode & (0x100 >> bit)) != 0 ? "rwx"[bit % 3] : '-';
        });
}
