using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Web.Pictures;

namespace ShmDashboard.Web.Components.Layouts;

/// <summary>How a page shows a segment's picture, as its address has it. Immutable.</summary>
/// <param name="Layout">The layout that is tried, as <see cref="Imaging.Layouts.Documents.LayoutText"/>; null for the segment's own.</param>
/// <param name="Mapping">How values become colours, as a query; null for as usual.</param>
/// <param name="Picture">Which of several encoded pictures it is, from 0.</param>
/// <param name="Region">The region that is marked; null for none.</param>
/// <param name="Line">The line that is marked; null for none.</param>
public sealed record PictureLook(string? Layout, string? Mapping, PixelRegion? Region = null, PixelLine? Line = null, int Picture = 0)
{
    /// <summary>The name of the layout in addresses.</summary>
    public const string LayoutName = "layout";

    /// <summary>The name of the region in addresses: x, y, width and height.</summary>
    public const string RegionName = "region";

    /// <summary>The name of the line in addresses: from x, y to x, y.</summary>
    public const string LineName = "line";

    /// <summary>The name of the picture's number in addresses.</summary>
    public const string PictureName = "picture";

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
        return new(string.IsNullOrEmpty(layout) ? null : layout, string.Join('&', mapping) is { Length: > 0 } some ? some : null,
            Numbers(query, RegionName) is [var x, var y, var width and > 0, var height and > 0] ? new PixelRegion(x, y, width, height) : null,
            Numbers(query, LineName) is [var x1, var y1, var x2, var y2] ? new PixelLine(x1, y1, x2, y2) : null,
            Numbers(query, PictureName) is [var picture] ? picture : 0);
    }

    /// <summary>What is to be in an address; null for what is not.</summary>
    public Dictionary<string, object?> Query
    {
        get
        {
            var mapping = Values;
            var query = MappingQuery.Names.ToDictionary(name => name, name => (object?)mapping.GetValueOrDefault(name));
            query[LayoutName] = Layout;
            query[PictureName] = Picture > 0 ? Picture : null;
            query[RegionName] = Region is { } box ? string.Create(CultureInfo.InvariantCulture, $"{box.X}.{box.Y}.{box.Width}.{box.Height}") : null;
            query[LineName] = Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"{line.X1}.{line.Y1}.{line.X2}.{line.Y2}") : null;
            return query;
        }
    }

    /// <summary>The mapping's parts by name.</summary>
    public Dictionary<string, string> Values => QueryHelpers.ParseQuery(Mapping ?? "").ToDictionary(pair => pair.Key, pair => pair.Value.ToString());

    private static int[] Numbers(Dictionary<string, StringValues> query, string name) => query.TryGetValue(name, out var value)
        ? [.. value.ToString().Split('.').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0)]
        : [];

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
