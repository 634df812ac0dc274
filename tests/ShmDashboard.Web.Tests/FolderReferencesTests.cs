using System.Reflection;

namespace ShmDashboard.Web.Tests;

/// <summary>The folders of a project have arrows as the projects have: src/README.md says which, and none lead in a circle.</summary>
public sealed class FolderReferencesTests
{
    /// <summary>References that would close a circle, each with its reason. A star stands for whatever follows.</summary>
    private static readonly (string Project, string From, string To, string Reason)[] s_exceptions =
    [
        ("SharedMemory", "Segments", "Kinds", "the catalogue asks the sources of all kinds"),
        ("SharedMemory", "Segments", "(root)", "the catalogue asks the one registration of kinds"),
        ("SharedMemory", "Reading", "(root)", "the reader asks the one registration of kinds"),
        ("SharedMemory", "Reading", "Kinds", "the reader asks the openers of all kinds"),
        ("SharedMemory", "Locks", "(root)", "the observer asks the one registration of kinds"),
        ("SharedMemory", "Locks", "Kinds", "the observer asks the locks of all kinds"),
        ("SharedMemory", "Qt", "Segments", "the peer says which id its segment has, and namesakes are named by theirs"),
        ("SharedMemory", "Qt", "SystemV", "the peer attaches System V segments"),
        ("SharedMemory", "Qt", "Locks", "the peer takes Qt's lock, which is a System V semaphore"),
        ("Imaging", "Formats", "Formats.*", "the one registration of formats names each"),
        ("Imaging", "Formats*", "Payloads", "how whole a payload is, is said in the words of payloads"),
        ("Imaging", "Pictures", "Formats", "whoever encodes asks the formats which can"),
        ("Imaging", "Pictures", "Payloads", "whoever decodes is told by the description where the picture is"),
        ("Imaging", "Pictures", "Layouts*", "the one renderer makes pixels of encoded pictures and of raw ones"),
        ("Imaging", "Layouts", "Payloads", "raw pixels are described as a payload"),
        ("Imaging", "Layouts", "Layouts.*", "a match names the document or the reason it comes from"),
        ("Imaging", "Layouts.Documents", "Layouts.Writing", "a header's field says how it is put where it says how it is read"),
        ("Imaging", "Layouts.PixelFormats", "Layouts.Writing", "what is black in a picture of one bit is the writer's brightness"),
    ];

    [Theory]
    [InlineData("SharedMemory")]
    [InlineData("Imaging")]
    [InlineData("Monitoring")]
    [InlineData("Web")]
    public void Folders_OfAProject_LeadInNoCircle(string project)
    {
        var uses = FolderReferences.Of(Assembly.Load("ShmDashboard." + project));
        var arrows = uses.Keys.Where(use => !s_exceptions.Any(exception => IsMeant(exception, project, use))).ToList();

        var circles = FolderReferences.Circles(arrows).Select(circle => string.Join(Environment.NewLine, arrows
            .Where(arrow => circle.Contains(arrow.From) && circle.Contains(arrow.To))
            .Select(arrow => $"{arrow.From} -> {arrow.To} ({string.Join(", ", uses[arrow].Take(6))})")));

        Assert.True(!circles.Any(), $"""
            Folders of ShmDashboard.{project} need each other: nobody can understand or change one of them alone.
            Move the type that does it, or give it what it needs; see src/README.md.
            {string.Join(Environment.NewLine + Environment.NewLine, circles)}
            """);
    }

    [Fact]
    public void Exceptions_ThatAreNotNeeded_AreNotListed()
    {
        var idle = s_exceptions.Where(exception =>
        {
            var uses = FolderReferences.Of(Assembly.Load("ShmDashboard." + exception.Project)).Keys;
            var without = uses.Where(use => !s_exceptions.Any(other => other != exception && IsMeant(other, exception.Project, use)));
            return FolderReferences.Circles(without).Count == 0;
        });

        Assert.Empty(idle.Select(exception => $"{exception.Project}: {exception.From} -> {exception.To}"));
    }

    [Fact]
    public void Circles_AreFound()
    {
        (string, string)[] arrows = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("e", "a")];

        var circle = Assert.Single(FolderReferences.Circles(arrows));

        Assert.Equal(["a", "b", "c"], circle);
        Assert.Empty(FolderReferences.Circles(arrows.Where(arrow => arrow != ("c", "a"))));
    }

    private static bool IsMeant((string Project, string From, string To, string Reason) exception, string project, (string From, string To) use) =>
        exception.Project == project && Matches(exception.From, use.From) && Matches(exception.To, use.To);

    private static bool Matches(string pattern, string folder) =>
        pattern.EndsWith('*') ? folder.StartsWith(pattern[..^1], StringComparison.Ordinal) : folder == pattern;
}
