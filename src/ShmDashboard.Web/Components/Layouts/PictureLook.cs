using Microsoft.AspNetCore.WebUtilities;
using ShmDashboard.Web.Api;

namespace ShmDashboard.Web.Components.Layouts;

/// <summary>How a page shows a segment's picture, as its address has it. Immutable.</summary>
/// <param name="Layout">The layout that is tried, as <see cref="Imaging.Layouts.Documents.LayoutText"/>; null for the segment's own.</param>
/// <param name="Mapping">How values become colours, as a query; null for as usual.</param>
public sealed record PictureLook(string? Layout, string? Mapping)
{
    /// <summary>The name of the layout in addresses.</summary>
    public const string LayoutName = "layout";

    /// <summary>As usual.</summary>
    public static PictureLook Usual { get; } = new(null, null);

    /// <summary>What an address says.</summary>
    public static PictureLook Of(string uri)
    {
        int question = uri.IndexOf('?', StringComparison.Ordinal);
        if (question < 0) return Usual;
        var query = QueryHelpers.ParseQuery(uri[question..].Split('#')[0]);
        string? layout = query.TryGetValue(LayoutName, out var asked) ? asked.ToString() : null;
        var mapping = MappingQuery.Names.Where(name => query.TryGetValue(name, out var value) && value.ToString().Length > 0)
            .Select(name => $"{name}={Uri.EscapeDataString(query[name].ToString())}");
        return new(string.IsNullOrEmpty(layout) ? null : layout, string.Join('&', mapping) is { Length: > 0 } some ? some : null);
    }

    /// <summary>What is to be in an address; null for what is not.</summary>
    public Dictionary<string, object?> Query
    {
        get
        {
            var mapping = Values;
            var query = MappingQuery.Names.ToDictionary(name => name, name => (object?)mapping.GetValueOrDefault(name));
            query[LayoutName] = Layout;
            return query;
        }
    }

    /// <summary>The mapping's parts by name.</summary>
    public Dictionary<string, string> Values => QueryHelpers.ParseQuery(Mapping ?? "").ToDictionary(pair => pair.Key, pair => pair.Value.ToString());

    /// <summary>With other parts of the mapping; null or empty takes a part away.</summary>
    public PictureLook With(params (string Name, string? Value)[] parts)
    {
        var values = Values;
        foreach (var (name, value) in parts)
        {
            if (string.IsNullOrEmpty(value)) values.Remove(name);
            else values[name] = value;
        }

        string mapping = string.Join('&', MappingQuery.Names.Where(values.ContainsKey).Select(name => $"{name}={Uri.EscapeDataString(values[name])}"));
        return this with { Mapping = mapping.Length > 0 ? mapping : null };
    }
}
