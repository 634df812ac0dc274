using Bunit;
using Microsoft.Extensions.DependencyInjection;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Layouts;
using ShmDashboard.Web.Pictures;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Components.Layouts;

public sealed class ValuesPanelTests : ComponentTest
{
    private static readonly PixelLayout s_layout = PixelLayout.Dense(RawFormats.Named("gray16le"), 4, 2);
    private PictureLook _look = PictureLook.Usual;

    private IRenderedComponent<ValuesPanel> Show(PictureLook look)
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        byte[] bytes = new byte[16];
        for (int i = 0; i < 8; i++) BitConverter.TryWriteBytes(bytes.AsSpan(2 * i), (ushort)(i == 7 ? 65_535 : 1000 * i));
        var match = new LayoutMatch { Pixels = s_layout, Origin = LayoutOrigin.User, Document = LayoutDocument.Of(s_layout) };
        var row = Rows.Posix("depth", 16, Rows.Picture() with { Payload = match.Describe(16) });
        Monitor.SetContent(SegmentId.Posix("depth"), bytes);
        Monitor.Show(Rows.Noon, row);
        return Render<ValuesPanel>(parameters => parameters.Add(panel => panel.Row, row).Add(panel => panel.Pixels, s_layout)
            .Add(panel => panel.Look, look).Add(panel => panel.LookChanged, other => _look = other));
    }

    private async Task<IRenderedComponent<ValuesPanel>> ShowReadAsync(PictureLook look)
    {
        var panel = Show(look);
        await Until(() => panel.FindAll("tbody tr").Count > 0);
        return panel;
    }

    private static string[] Cells(IRenderedComponent<ValuesPanel> panel) => [.. panel.Find("tbody tr").Children.Select(cell => cell.TextContent)];

    [Fact]
    public async Task Region_Marked_IsCountedAlone()
    {
        var panel = await ShowReadAsync(PictureLook.Usual with { Region = new PixelRegion(1, 0, 2, 2) });

        Assert.Equal("of the region at 1, 0: 2 × 2", Read(panel.Find(".where")));
        Assert.Equal(["grey", "1000", "6000", "3500", "2061.55", "4", "0", "0"], Cells(panel));
    }

    [Fact]
    public async Task FromRegion_Pressed_ShowsFromItsSmallestToItsLargestValue()
    {
        var panel = await ShowReadAsync(PictureLook.Usual.With(("percentile", "1")) with { Region = new PixelRegion(1, 0, 2, 2) });

        await Act(() => panel.FindAll(".set button")[2].Click());

        Assert.Equal("low=1000&high=6000", _look.Mapping);
    }

    [Fact]
    public async Task All_WithoutMarks_TellsTheRangeThatIsShownAndWhatIsSaturated()
    {
        var panel = await ShowReadAsync(PictureLook.Usual);

        Assert.Equal("65535", panel.FindAll(".mapping input")[1].GetAttribute("placeholder"));
        Assert.Equal(["8", "1", "0"], Cells(panel)[^3..]);
    }

    [Fact]
    public async Task Host_TakenDownBeforeThePage_IsNoError()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        var row = Rows.Posix("photo", 16, Rows.Picture());
        Monitor.SetContent(SegmentId.Posix("photo"), new byte[16]);
        Monitor.Show(Rows.Noon, row);
        Services.GetRequiredService<PictureSurfaces>().Dispose();
        Render<ValuesPanel>(parameters => parameters.Add(panel => panel.Row, row).Add(panel => panel.Pixels, null).Add(panel => panel.Look, PictureLook.Usual));
        await Until(() => Monitor.LeaseCount > 0);

        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task Line_Marked_IsDrawnAndItsValuesAreCopied()
    {
        var panel = await ShowReadAsync(PictureLook.Usual with { Line = new PixelLine(0, 0, 3, 1) });

        Assert.Contains("Line from 0, 0 to 3, 1", Read(panel.Find(".charts")), StringComparison.Ordinal);
        byte[] bytes = new byte[16];
        bytes[2] = 5;
        Assert.Equal("x,y,grey\n0,0,0\n1,0,5\n2,1,0\n3,1,0\n", ValuesCsv.Of(bytes, s_layout, new PixelLine(0, 0, 3, 1)));
        Assert.Equal("x,y,grey\n1,0,5\n2,0,0\n", ValuesCsv.Of(bytes, s_layout, new PixelRegion(1, 0, 2, 1)));
    }
}
