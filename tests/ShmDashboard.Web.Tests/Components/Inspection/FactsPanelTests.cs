using Bunit;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Inspection;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Components.Inspection;

public sealed class FactsPanelTests : ComponentTest
{
    // Stores through a mapping move no file's time.
    [Fact]
    public void Times_OfASegmentWrittenThroughAMapping_SayWhatChangedWhenAndWhatIsOnlyTheFiles()
    {
        var row = Rows.Posix("cam0");
        row = row with { Facts = row.Facts with { ModifiedUtc = Rows.Noon.AddHours(-2) }, LastChangeUtc = Rows.Noon.AddSeconds(-1) };

        var panel = Render<FactsPanel>(parameters => parameters.Add(facts => facts.Row, row));

        var times = panel.FindAll("dt").ToDictionary(name => Read(name), name => Read(name.NextElementSibling!));
        Assert.Contains(Rows.Noon.AddSeconds(-1).ToLocalTime().ToString("HH:mm:ss"), times["Last change"], StringComparison.Ordinal);
        Assert.Contains(Rows.Noon.AddHours(-2).ToLocalTime().ToString("HH:mm:ss"), times["Time of the file"], StringComparison.Ordinal);
        Assert.DoesNotContain("Written", times.Keys);
    }
}
