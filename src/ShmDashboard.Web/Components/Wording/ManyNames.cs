using Microsoft.Extensions.Localization;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>Many names where there is room for some.</summary>
internal static class ManyNames
{
    private const int Most = 12;

    /// <summary>"a, b, c", or the first twelve "and 30 more". Names come from other programs: they are written so that they can be read.</summary>
    public static string Of(IReadOnlyCollection<string> names, IStringLocalizer text)
    {
        string listed = string.Join(text["Process.Comma"], names.Take(Most).Select(VisibleText.Of));
        return names.Count > Most ? text["Act.AndMore", listed, names.Count - Most] : listed;
    }
}
