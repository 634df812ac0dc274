using ShmDashboard.Web.Components.Overview;

namespace ShmDashboard.Web.Tests.Components.Overview;

public sealed class TableLayoutTests
{
    [Fact]
    public void Default_LeavesTheAddressAlone() =>
        Assert.All(TableLayout.Default.ToParameters(), parameter => Assert.Null(parameter.Value));

    [Fact]
    public void ToParameters_ParsedAgain_IsTheSame()
    {
        var layout = TableLayout.Default.Toggle(SegmentColumn.Lock).Toggle(SegmentColumn.Picture)
            .WithWidth(SegmentColumn.State, 300).WithWidth(SegmentColumn.Name, 240) with { Roomy = true };

        var parameters = layout.ToParameters().ToDictionary(pair => pair.Key, pair => (string?)pair.Value);

        Assert.Equal("name-240.state-300", parameters["widths"]);
        Assert.Equal(layout, TableLayout.Parse(parameters["cols"], parameters["widths"], parameters["rows"]));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("nonsense,size", "nonsense-1.name-x.-5.name-0.name")]
    public void Parse_Nonsense_KeepsTheNameAndNoWidths(string columns, string widths)
    {
        var layout = TableLayout.Parse(columns, widths, "huge");

        Assert.Contains(SegmentColumn.Name, layout.Columns);
        Assert.Equal(("", false), (layout.Widths, layout.Roomy));
    }

    [Fact]
    public void WithWidth_BeyondReason_IsBounded()
    {
        Assert.Equal(TableLayout.MinWidth, TableLayout.Default.WithWidth(SegmentColumn.Size, 1).WidthOf(SegmentColumn.Size));
        Assert.Equal(TableLayout.MaxWidth, TableLayout.Parse(null, "size-999999", null).WidthOf(SegmentColumn.Size));
        Assert.Equal(TableLayout.Default, TableLayout.Default.WithWidth(SegmentColumn.Size, 90).WithWidth(SegmentColumn.Size, 0));
    }

    [Fact]
    public void Toggle_Name_Stays() => Assert.Equal(TableLayout.Default, TableLayout.Default.Toggle(SegmentColumn.Name));
}
