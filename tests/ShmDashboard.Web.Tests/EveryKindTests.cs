using System.Text.Json;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Monitoring.Layouts;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Api;
using ShmDashboard.Web.Components.Inspection;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Web.Tests.Components;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests;

/// <summary>
/// What is said of a segment is said of every kind there is: a kind that is added without its words fails here, and is
/// not shown as another one.
/// </summary>
public sealed class EveryKindTests : ComponentTest
{
    public static TheoryData<SegmentKind> Kinds => [.. Enum.GetValues<SegmentKind>()];

    public static TheoryData<SegmentScheme> Schemes => [.. Enum.GetValues<SegmentScheme>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Kind_HasItsOwnWordInEveryPlace(SegmentKind kind)
    {
        var row = RowOf(kind);

        Assert.Equal(SegmentWord.Of(kind), SegmentDto.From(row).Kind);
        Assert.Equal(SegmentWord.Of(kind), LayoutLibrary.SubjectOf(row.Facts).Kind);
        Assert.Contains(SegmentWord.Of(kind), SegmentWords.IdLine(row.Facts), StringComparison.Ordinal);
        Assert.NotEmpty(SegmentWords.KindOf(row.Facts, Text));
        Assert.NotEqual(default, row.Facts.Identity);
    }

    [Fact]
    public void Kinds_AreNotTakenForEachOther()
    {
        var rows = Enum.GetValues<SegmentKind>().Select(RowOf).ToArray();

        Assert.Equal(rows.Length, rows.Select(row => SegmentWord.Of(row.Facts.Kind)).Distinct().Count());
        Assert.Equal(rows.Length, rows.Select(row => SegmentWords.KindOf(row.Facts, Text)).Distinct().Count());
        Assert.Equal(rows.Length, rows.Select(row => row.Facts.Identity).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Scheme_IsReadBackAndDescribed(SegmentScheme scheme)
    {
        string word = SegmentWord.Of(scheme) + ":";
        Assert.True(SegmentId.TryParse(word + "1", out var id, out _) || SegmentId.TryParse(word + "1:2", out id, out _));

        Assert.Equal(scheme, id.Scheme);
        Assert.StartsWith(word, id.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(SnippetWriter.For(id, SnippetContent.Bytes));
        var ofPixels = RawSnippets.For(id, PixelLayout.Dense(RawFormats.Named("bgr24"), 4, 2));
        Assert.NotEmpty(ofPixels);
        Assert.Equal(scheme is SegmentScheme.SystemV or SegmentScheme.Qt, ofPixels.Any(snippet => snippet.Code.Contains("shmat(", StringComparison.Ordinal)));
        Assert.Contains(word, File("openapi.json"), StringComparison.Ordinal);
        using var schema = JsonDocument.Parse(File("layout-schema.json"));
        Assert.Contains($"\"{SegmentWord.Of(scheme)}\"", schema.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    private static SegmentRow RowOf(SegmentKind kind) => kind switch
    {
        SegmentKind.SystemV => Rows.Qt("share") with { Facts = Rows.Qt("share").Facts with { Id = SegmentId.SystemV(229397), Qt = null } },
        SegmentKind.Posix => Rows.Posix("frames") with { Facts = Rows.Posix("frames").Facts with { FileIdentity = (1, 2) } },
        SegmentKind.Unnamed => Rows.MemFd("buffer"),
        _ => throw new InvalidOperationException($"There is no segment of the kind {kind} to try: add one."),
    };

    private static string File(string name) => System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Api", name));
}
