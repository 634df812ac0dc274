using System.Globalization;
using Microsoft.Extensions.Localization;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>A segment's identity in words.</summary>
internal static class SegmentWords
{
    /// <summary>The line under the name: "0x5100e461 · sysv 229397" or "posix · mode 0600".</summary>
    public static string IdLine(SegmentFacts facts) => facts.Kind == SegmentKind.SystemV
        ? $"{KeyOf(facts)} · sysv {facts.ShmId?.ToString(CultureInfo.InvariantCulture)}"
        : $"posix · mode {ModeOf(facts)}";

    /// <summary>The program family: "Python", "Qt · key unknown"; null when it is not known.</summary>
    public static string? FamilyOf(SegmentRow row, IStringLocalizer text)
    {
        string label = row.Family.Label;
        if (row.Facts.Qt is { Key: null }) return text["Family.KeyUnknown", label.Length > 0 ? label : "Qt"];
        return label.Length > 0 ? label : null;
    }

    /// <summary>The System V key as <c>ipcs</c> writes it; a private segment has none.</summary>
    public static string KeyOf(SegmentFacts facts) => facts.Key is { } key and not 0
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
