using System.Text.Json;

namespace ShmDashboard.Web.Hosting;

/// <summary>
/// The pages' styles and scripts. What was built and not published has them where they lie, in the repository and beside it, and a list of
/// those folders beside the program; who starts it need not be who built it, and may not be let in there.
/// </summary>
internal static class PageFiles
{
    /// <summary>Null when they can be had; else one sentence that says what cannot and what to do.</summary>
    /// <param name="directory">Where the program is.</param>
    /// <param name="program">Its name.</param>
    public static string? ProblemOf(string directory, string program)
    {
        string list = Path.Combine(directory, program + ".staticwebassets.runtime.json");
        try
        {
            return File.Exists(list) && FoldersOf(File.ReadAllBytes(list)).FirstOrDefault(folder => !Directory.Exists(folder)) is { } missing
                ? Problem(directory, $"'{missing}' is not there, or this user may not look into it")
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return Problem(directory, $"'{list}', which says where, cannot be read");
        }
    }

    private static string Problem(string directory, string found) =>
        $"Cannot start '{directory.TrimEnd('/')}': the pages' files are elsewhere, and {found}. Start it as the user who built it, " +
        "or publish it with 'dotnet publish src/ShmDashboard.Web -o FOLDER' and start it there.";

    private static IEnumerable<string> FoldersOf(byte[] list)
    {
        using var read = JsonDocument.Parse(list);
        return read.RootElement.TryGetProperty("ContentRoots", out var roots) && roots.ValueKind == JsonValueKind.Array
            ? [.. roots.EnumerateArray().Select(root => root.GetString()).OfType<string>()]
            : [];
    }
}
