using System.Globalization;
using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Api;

/// <summary>The picture file that a request's query asks for: <c>format</c>, <c>width</c>, <c>height</c>, <c>quality</c>.</summary>
/// <param name="Format">What it is to be.</param>
/// <param name="Options">How large, and how good.</param>
internal sealed record PictureQuery(PictureFormat Format, EncodeOptions Options)
{
    /// <summary>The words that <c>format</c> may have.</summary>
    public static string Formats { get; } = string.Join(", ", PictureEncoder.Formats.Select(format => format.Id));

    /// <summary>What tells the answer from others made of the same frame.</summary>
    public string Variant => string.Create(
        CultureInfo.InvariantCulture, $"-{Format.Id}-{Options.Width}x{Options.Height}-{Options.Quality}");

    /// <summary>Reads it.</summary>
    /// <param name="query">The query.</param>
    /// <param name="others">What else <c>format</c> might have been, where it might.</param>
    /// <param name="problem">What is wrong with it, as one sentence; null when nothing is.</param>
    /// <returns>What is asked for; null when something is wrong.</returns>
    public static PictureQuery? Read(IQueryCollection query, string others, out Sentence? problem)
    {
        problem = null;
        string word = query["format"] is [{ Length: > 0 } asked] ? asked : "png";
        if (PictureFormats.Find(word) is not { CanEncode: true } format)
        {
            problem = Sentence.Of($"Cannot make a picture of format '{word}': expected one of {Formats + others}.");
            return null;
        }

        int? width = Number(query, "width", ushort.MaxValue, ref problem), height = Number(query, "height", ushort.MaxValue, ref problem);
        int? quality = Number(query, "quality", 100, ref problem);
        return problem is not null ? null : new PictureQuery(format, EncodeOptions.Default with
        {
            Width = width,
            Height = height,
            Quality = quality ?? EncodeOptions.Default.Quality,
        });
    }

    private static int? Number(IQueryCollection query, string name, int most, ref Sentence? problem)
    {
        string? text = query[name];
        if (string.IsNullOrEmpty(text))
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= 1 && value <= most)
            return value;
        problem ??= Sentence.Of($"Cannot make a picture with {name} '{text}': expected a number from 1 to {most}.");
        return null;
    }
}
