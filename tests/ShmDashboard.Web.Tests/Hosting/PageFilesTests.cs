using System.Runtime.CompilerServices;
using System.Text.Json;
using ShmDashboard.Web.Hosting;

namespace ShmDashboard.Web.Tests.Hosting;

public sealed class PageFilesTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("shmdashboard-tests-");

    private string List => Path.Combine(_directory.FullName, "Program.staticwebassets.runtime.json");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void ProblemOf_WhatIsPublished_IsNone() => Assert.Null(PageFiles.ProblemOf(_directory.FullName, "Program"));

    [Fact]
    public void ProblemOf_AllFoldersThere_IsNone()
    {
        File.WriteAllText(List, $$"""{"ContentRoots":["{{_directory.FullName}}/"]}""");

        Assert.Null(PageFiles.ProblemOf(_directory.FullName, "Program"));
    }

    [Fact]
    public void ProblemOf_AFolderThatIsNotThere_NamesItAndSaysWhatToDo()
    {
        File.WriteAllText(List, $$"""{"ContentRoots":["{{_directory.FullName}}/","{{_directory.FullName}}/gone/"]}""");

        Assert.Equal(
            $"Cannot start '{_directory.FullName}': the pages' files are elsewhere, and '{_directory.FullName}/gone/' is not there, or this user may not look into it. " +
            "Start it as the user who built it, or publish it with 'dotnet publish src/ShmDashboard.Web -o FOLDER' and start it there.",
            PageFiles.ProblemOf(_directory.FullName, "Program"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    public void ProblemOf_AListThatIsNone_SaysSo(string list)
    {
        File.WriteAllText(List, list);

        Assert.Contains($"'{List}', which says where, cannot be read", PageFiles.ProblemOf(_directory.FullName, "Program"), StringComparison.Ordinal);
    }

    /// <summary>Whoever may start what was built may have its pages: nothing that they need lies in the home of who built it.</summary>
    [Fact]
    public void Build_Manifest_NamesNoFolderOfPackages()
    {
        string built = Path.Combine(AppContext.BaseDirectory, "ShmDashboard.Web.staticwebassets.runtime.json");
        using var list = JsonDocument.Parse(File.ReadAllBytes(built));

        string[] roots = [.. list.RootElement.GetProperty("ContentRoots").EnumerateArray().Select(root => root.GetString()!)];

        Assert.All(roots, root => Assert.StartsWith(Repository(), root, StringComparison.Ordinal));
        Assert.All(roots, root => Assert.True(Directory.Exists(root), root));
    }

    private static string Repository([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
