using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Monitoring.Waiting;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.Web.Components.Diagnosis;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Components.Diagnosis;

public sealed partial class WaitGraphLayoutTests
{
    [Fact]
    public void Of_Nobody_IsEmpty()
    {
        var layout = WaitGraphLayout.Of(WaitGraph.Empty);

        Assert.Empty(layout.Nodes);
        Assert.Equal((0, 0), (layout.Width, layout.Height));
    }

    [Fact]
    public void Of_HolderAndWaiters_RunsFromLeftToRight()
    {
        var layout = Layout(Held("share", 10, 20, 30));

        Assert.Equal(["20", "30", "share", "10"], Nodes(layout).OrderBy(node => node.X).ThenBy(node => node.Y).Select(Name));
        Assert.Equal(Node(layout, "share").Y, Node(layout, "10").Y, 3);
        Assert.Equal(Node(layout, "share").Y, (Node(layout, "20").Y + Node(layout, "30").Y) / 2, 3);
        Assert.All(layout.Edges, edge => Assert.False(edge.InRing));
        Assert.Equal((2, 1), (layout.Edges.Count(edge => edge.Waits), layout.Edges.Count(edge => !edge.Waits)));
    }

    [Fact]
    public void Of_Ring_MarksItsNodesAndArrowsOnly()
    {
        var layout = Layout(Held("a", 10, 20, 30), Held("b", 20, 10));

        Assert.Equal(["10", "20", "a", "b"], Nodes(layout).Where(node => node.InRing).Select(Name).Order(StringComparer.Ordinal));
        Assert.Equal(4, layout.Edges.Count(edge => edge.InRing));
        var besides = Assert.Single(layout.Edges, edge => !edge.InRing);
        Assert.Equal(("30", "a"), (Name(layout.Nodes[besides.From]), Name(layout.Nodes[besides.To])));
        Assert.True(Node(layout, "30").X < Nodes(layout).Where(node => node.InRing).Min(node => node.X));
    }

    [Fact]
    public void Of_RingBesideOthers_StandsOnTop()
    {
        var layout = Layout(Held("1 first by name", 1, 2), Held("a", 10, 20), Held("b", 20, 10));

        Assert.True(Nodes(layout).Where(node => node.InRing).Max(node => node.Y) < Node(layout, "1 first by name").Y);
    }

    [Fact]
    public void Of_SelfWait_IsARingOfTwo()
    {
        var layout = Layout(Held("a", 10, 10));

        Assert.All(layout.Nodes, node => Assert.True(node.InRing));
        Assert.Equal(2, layout.Edges.Length);
        Assert.NotEqual(layout.Edges[0].Path, layout.Edges[1].Path);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(14)]
    public void Of_LargeRings_KeepDistanceAndStayInside(int size) => Tidy(Layout(
        [.. Enumerable.Range(0, size).Select(index => Held($"lock-{index}", 100 + index, 100 + ((index + size - 1) % size), 500 + index, 600 + index))]));

    [Fact]
    public void Of_ThreadsThatWaitForSeveral_KeepDistanceAndStayInside() => Tidy(Layout(
        Held("a", 10, 20), Held("b", 20, 10), Held("c", 30, 10, 40), Held("d", 50, 40, 20), Held("e", 40, 60)));

    [Fact]
    public void Of_ManyGroups_KeepDistanceAndStayInside() => Tidy(Layout(
        [.. Enumerable.Range(0, 6).Select(index => Held($"lock-{index}", 100 + index, [.. Enumerable.Range(0, index).Select(waiter => 200 + index * 10 + waiter)]))]));

    [Fact]
    public void Of_SameRows_DrawsTheSame()
    {
        SegmentRow[] rows = [Held("a", 10, 20, 30), Held("b", 20, 10), Held("c", 7, 8)];

        Assert.Equal(Layout(rows).Edges, Layout([.. rows.Reverse()]).Edges);
    }

    /// <summary>No two nodes touch, and everything lies within the drawing.</summary>
    private static void Tidy(WaitGraphLayout layout)
    {
        for (int i = 0; i < layout.Nodes.Length; i++)
        {
            var node = layout.Nodes[i];
            Assert.InRange(node.X, WaitGraphLayout.NodeWidth / 2, layout.Width - WaitGraphLayout.NodeWidth / 2);
            Assert.InRange(node.Y, WaitGraphLayout.NodeHeight / 2, layout.Height - WaitGraphLayout.NodeHeight / 2);
            foreach (var other in layout.Nodes[(i + 1)..])
            {
                Assert.True(Math.Abs(node.X - other.X) >= WaitGraphLayout.NodeWidth || Math.Abs(node.Y - other.Y) >= WaitGraphLayout.NodeHeight,
                    $"{Name(node)} lies over {Name(other)}.");
            }
        }

        foreach (var edge in layout.Edges)
        {
            double[] numbers = Numbers().Matches(edge.Path).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture)).ToArray();
            Touches(layout.Nodes[edge.From], numbers[0], numbers[1]);
            Touches(layout.Nodes[edge.To], numbers[^2], numbers[^1]);
        }
    }

    /// <summary>The end of an arrow lies at the node's border, or as far from it as the arrow's head needs.</summary>
    private static void Touches(PlacedNode node, double x, double y)
    {
        double outside = Math.Max(Math.Abs(x - node.X) - WaitGraphLayout.NodeWidth / 2, Math.Abs(y - node.Y) - WaitGraphLayout.NodeHeight / 2);
        Assert.InRange(outside, -0.1, 5.1);
    }

    private static SegmentRow Held(string key, int holder, params int[] waiters) => Rows.Qt(key, 1000 + key.GetHashCode(StringComparison.Ordinal) % 1000) with
    {
        Lock = new()
        {
            State = LockState.Held, Kind = LockKind.QtSystemV, Holder = Process(holder), HeldSinceUtc = Rows.Noon, SemaphoreId = 7,
            WaiterCount = waiters.Length, Waiters = [.. waiters.Select(Process)], WaitersKnown = true,
        },
    };

    private static ProcessRef Process(int pid) => new(pid, pid.ToString(CultureInfo.InvariantCulture), true);

    private static WaitGraphLayout Layout(params SegmentRow[] rows) => WaitGraphLayout.Of(WaitGraph.Of([.. rows]));

    private static ImmutableArray<PlacedNode> Nodes(WaitGraphLayout layout) => layout.Nodes;

    private static string Name(PlacedNode node) => node.Name;

    private static PlacedNode Node(WaitGraphLayout layout, string name) => layout.Nodes.Single(node => node.Name == name);

    [GeneratedRegex(@"-?\d+(?:\.\d+)?")]
    private static partial Regex Numbers();
}
