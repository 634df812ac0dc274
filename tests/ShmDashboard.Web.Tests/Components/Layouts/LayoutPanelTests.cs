using Bunit;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.Finding;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Elements;
using ShmDashboard.Web.Components.Layouts;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Components.Layouts;

public sealed class LayoutPanelTests : ComponentTest
{
    private const int Width = 96, Height = 72;

    private static readonly PixelLayout s_layout = PixelLayout.Dense(RawFormats.Named("bgr24"), Width, Height);
    private readonly byte[] _bytes = new byte[s_layout.LengthBytes];

    public LayoutPanelTests()
    {
        SetupMud();
        for (int i = 0; i < _bytes.Length; i++)
            _bytes[i] = (byte)((128 + (60 * Math.Sin(i / 3 % Width * 0.09) * Math.Cos(i / 3 / Width * 0.11))) + (20 * (i % 3)));
    }

    private SegmentRow Row(LayoutMatch? match)
    {
        var plain = new PayloadDescription { Format = PayloadFormat.Bytes, Integrity = PayloadIntegrity.Unchecked, PayloadLength = _bytes.Length };
        return Rows.Posix("cam0", _bytes.Length, Rows.Picture() with { Payload = match?.Describe(_bytes.Length) ?? plain });
    }

    private IRenderedComponent<LayoutPanel> Show(LayoutMatch? match, string? asked = null, Action<string?>? told = null)
    {
        var row = Row(match);
        Monitor.SetContent(SegmentId.Posix("cam0"), _bytes);
        Monitor.Show(Rows.Noon, row);
        return Render<LayoutPanel>(parameters => parameters.Add(panel => panel.Row, row).Add(panel => panel.Asked, asked)
            .Add(panel => panel.AskedChanged, told ?? (_ => { })));
    }

    private static LayoutMatch Guess => new()
    {
        Pixels = s_layout, Origin = LayoutOrigin.Guessed, Document = LayoutDocument.Of(s_layout), Reasons = [new LayoutReason(ReasonKind.FitsExactly, 20_736)],
    };

    [Fact]
    public async Task Guess_IsSaidToBeOne_AndIsKeptWithOneClick()
    {
        var panel = Show(Guess);

        Assert.Equal("Guessed 96 × 72 bgr24 fits the size of 20,736 bytes exactly", Read(panel.Find(".origin")));
        await Act(() => panel.Find("header .primary").Click());
        var kept = Assert.Single(Layouts.User);
        Assert.Equal(("cam0", 96), (kept.Match!.Name, kept.Width));
    }

    [Fact]
    public async Task Candidates_AreShownByTheirLayoutsWithReasons_AndAcceptedWithOneClick()
    {
        var panel = Show(null);
        await Until(() => panel.FindAll(".candidate").Count > 0);

        var first = panel.Find(".candidate");
        string place = first.QuerySelector("canvas")!.GetAttribute("data-layout")!;
        Assert.NotNull(LayoutText.Read(place, out _));
        Assert.NotEqual("", first.QuerySelector("p")!.TextContent);
        await Act(() => panel.Find(".shot").Click());
        Assert.Equal(place, LayoutText.Write(Assert.Single(Layouts.User) with { Match = null }));
    }

    [Fact]
    public async Task Width_Dragged_IsTriedAtOnceAndNothingIsKept()
    {
        string? tried = null;
        var panel = Show(Guess, told: layout => tried = layout);

        await Act(() => panel.Find("header button[aria-expanded]").Click());
        await Act(() => panel.Find("input[type=range]").Input("100"));

        Assert.Equal("100x69~bgr24", tried);
        Assert.StartsWith("Tried", Read(panel.Find(".origin")), StringComparison.Ordinal);
        Assert.Empty(Layouts.User);
    }

    [Fact]
    public async Task Rotation_Picked_IsTriedAtOnce_AndKeptWithTheLayout()
    {
        string? tried = null;
        var panel = Show(Guess, told: layout => tried = layout);

        await Act(() => panel.Find("header button[aria-expanded]").Click());
        var choice = panel.FindComponents<PickList<PictureRotation>>().Single().Instance;
        Assert.Equal(["none", "90° clockwise", "180° clockwise", "270° clockwise"], choice.Choices.Select(rotation => choice.Words(rotation)));
        await panel.InvokeAsync(() => choice.ValueChanged.InvokeAsync(PictureRotation.Clockwise270));

        Assert.Equal("96x72~bgr24~rotate270", tried);
        Assert.Contains("96 × 72 bgr24, turned 270° clockwise", Read(panel.Find(".origin")), StringComparison.Ordinal);
        await Act(() => panel.Find("header .primary").Click());
        Assert.Equal(270, Assert.Single(Layouts.User).Rotation);
    }

    [Fact]
    public async Task WhatNumbersMean_Typed_IsTriedAtOnce_AndKeptWithTheLayout()
    {
        string? tried = null;
        var panel = Show(Guess, told: layout => tried = layout);
        await Act(() => panel.Find("header button[aria-expanded]").Click());

        await TypeAsync("Scale", "0.5");
        Assert.Equal("96x72~bgr24~scale0.5", tried);
        await TypeAsync("Value of 0", "-10");
        await TypeAsync("Black is", "-10");
        Assert.Equal("96x72~bgr24~scale0.5~zero-10", tried);
        await TypeAsync("White is", "90");
        Assert.Equal("96x72~bgr24~scale0.5~zero-10~range-10..90", tried);
        Assert.Contains("96 × 72 bgr24, times 0.5 plus -10, -10 to 90", Read(panel.Find(".origin")), StringComparison.Ordinal);
        await TypeAsync("Scale", "0");
        Assert.Equal("96x72~bgr24~range-10..90", tried);
        await TypeAsync("Scale", "2");
        await Act(() => panel.Find("header .primary").Click());

        var kept = Assert.Single(Layouts.User);
        Assert.Equal((2, -10, new(-10, 90)), (kept.Scale, kept.Zero, kept.Range));

        Task TypeAsync(string field, string number) => Act(() =>
            panel.FindAll("label.field").Single(label => label.QuerySelector("span")!.TextContent == field).QuerySelector("input")!.Input(number));
    }

    [Fact]
    public void Tried_LayoutThatDoesNotFit_IsSaidAndCannotBeKept()
    {
        var panel = Show(Guess, asked: "96x73~bgr24");

        Assert.Contains("ends at 21,024, not within 20,736 bytes", Read(panel.Find("[role=alert]")), StringComparison.Ordinal);
        Assert.True(panel.Find("header .primary").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Json_ThatIsWrong_SaysLineAndColumn()
    {
        var panel = Show(Guess);

        await Act(() => panel.Find("textarea").Input("{\n \"width\": 3, \"heigth\": 2 }"));
        await Act(() => panel.Find(".json ~ .row .primary").Click());

        Assert.Contains("Cannot take the layout: Line 2, column ", Read(panel.Find(".more [role=alert]")), StringComparison.Ordinal);
        Assert.Empty(Layouts.User);
    }

    [Fact]
    public async Task Own_LayoutForAPattern_IsListedAndRemoved()
    {
        await Layouts.SetAsync("cam*", LayoutDocument.Of(s_layout));
        var panel = Show(Guess with { Origin = LayoutOrigin.User, Document = Layouts.User[0] });

        Assert.StartsWith("Yours 96 × 72 bgr24 You laid it down for 'cam*'", Read(panel.Find(".origin")), StringComparison.Ordinal);
        await Act(() => panel.Find(".yours button").Click());
        Assert.Empty(Layouts.User);
    }

    [Fact]
    public async Task Panel_Gone_LetsTheSegmentBeReadAsUsualAgain()
    {
        Show(Guess);
        Assert.True(Layouts.IsTried(SegmentId.Posix("cam0")));

        await DisposeComponentsAsync();

        Assert.False(Layouts.IsTried(SegmentId.Posix("cam0")));
    }
}
