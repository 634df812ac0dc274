using System.Collections.Immutable;
using System.Globalization;
using ShmDashboard.Monitoring.Waiting;

namespace ShmDashboard.Web.Components.Diagnosis;

/// <summary>
/// Places a wait graph on a plane: arrows run from left to right, from who waits over the lock to who holds it; a ring
/// stands as a ring, with who waits for it on its left. Pure: the same graph gives the same drawing.
/// </summary>
internal sealed class WaitGraphLayout
{
    public const double NodeWidth = 152;
    public const double NodeHeight = 44;

    /// <summary>More nodes than a person can follow with the eye are told in words only.</summary>
    public const int MaxNodes = 40;

    private const double ColumnPitch = NodeWidth + 76;
    private const double RowPitch = NodeHeight + 22;
    private const double Margin = 10;
    private const double GroupGap = 34;
    private const double ArrowGap = 5;

    private readonly List<Node> _nodes = [];
    private readonly List<Edge> _edges = [];

    private WaitGraphLayout(WaitGraph graph)
    {
        var rings = graph.Cycles;
        var ringPids = rings.SelectMany(ring => ring.Processes).Select(process => process.Pid).ToHashSet();
        var ringLocks = rings.SelectMany(ring => ring.Locks).ToHashSet();
        var processes = new Dictionary<int, int>();
        var locks = new Dictionary<LockNode, int>();
        foreach (var process in graph.Processes)
        {
            processes[process.Pid] = _nodes.Count;
            _nodes.Add(new Node(new PlacedNode(
                WaitNodeShape.Process, process.Name ?? "", process.Pid, null, 0, 0, ringPids.Contains(process.Pid))));
        }

        foreach (var node in graph.Locks)
        {
            locks[node] = _nodes.Count;
            _nodes.Add(new Node(new PlacedNode(
                WaitNodeShape.Lock, node.Name, node.SemaphoreId, node.Segment, 0, 0, ringLocks.Contains(node), node)));
        }

        _edges.AddRange(graph.Waits.Select(wait => new Edge(processes[wait.Waiter.Pid], locks[wait.Lock], true, false)));
        _edges.AddRange(graph.Holds.Select(hold => new Edge(locks[hold.Lock], processes[hold.Holder.Pid], false, hold.Inferred)));
        var drawn = new HashSet<(int, int)>();
        foreach (var ring in rings)
        {
            int[] round = Round(ring, processes, locks);
            for (int i = 0; i < round.Length; i++) drawn.Add((round[i], round[(i + 1) % round.Length]));
        }

        double top = Margin;
        // What never opens by itself stands on top.
        foreach (var group in Groups().OrderBy(group => !group.Any(index => _nodes[index].Placed.InRing)))
        {
            int[]? ring = rings.Select(ring => Round(ring, processes, locks)).FirstOrDefault(round => group.Contains(round[0]));
            Place(group, ring ?? []);
            double least = group.Min(index => _nodes[index].Y) - NodeHeight / 2;
            double left = group.Min(index => _nodes[index].X) - NodeWidth / 2;
            foreach (int index in group)
            {
                _nodes[index].X += Margin - left;
                _nodes[index].Y += top - least;
            }

            foreach (var edge in _edges.Where(edge => group.Contains(edge.From))) Draw(edge, ring ?? []);
            top = group.Max(index => _nodes[index].Y) + NodeHeight / 2 + GroupGap;
        }

        Nodes = [.. _nodes.Select(node => node.Placed with { X = node.X, Y = node.Y })];
        Edges = [.. _edges.Select(edge => new PlacedEdge(
            edge.From, edge.To, edge.Path, edge.Waits, edge.Inferred, drawn.Contains((edge.From, edge.To))))];
        Width = Nodes.IsEmpty ? 0 : Nodes.Max(node => node.X) + NodeWidth / 2 + Margin;
        Height = Nodes.IsEmpty ? 0 : Nodes.Max(node => node.Y) + NodeHeight / 2 + Margin;
    }

    /// <summary>Size of the whole drawing.</summary>
    public double Width { get; }

    /// <summary>Size of the whole drawing.</summary>
    public double Height { get; }

    /// <summary>Processes, then locks.</summary>
    public ImmutableArray<PlacedNode> Nodes { get; }

    /// <summary>Waits, then holds.</summary>
    public ImmutableArray<PlacedEdge> Edges { get; }

    /// <summary>Places a graph.</summary>
    public static WaitGraphLayout Of(WaitGraph graph) => new(graph);

    /// <summary>The nodes of a ring in the direction of its arrows: holder, the lock it waits for, that one's holder, …</summary>
    private static int[] Round(WaitCycle ring, Dictionary<int, int> processes, Dictionary<LockNode, int> locks) =>
    [
        .. ring.Steps.SelectMany((step, index) => new[]
        {
            processes[step.Holder.Pid], locks[ring.Steps[(index + 1) % ring.Steps.Length].Lock],
        }),
    ];

    /// <summary>What hangs together, in order of the first node.</summary>
    private List<HashSet<int>> Groups()
    {
        var groups = new List<HashSet<int>>();
        for (int start = 0; start < _nodes.Count; start++)
        {
            if (groups.Exists(group => group.Contains(start))) continue;
            HashSet<int> group = [start];
            var open = new Queue<int>(group);
            while (open.TryDequeue(out int index))
            {
                foreach (var edge in _edges.Where(edge => edge.From == index || edge.To == index))
                {
                    int other = edge.From == index ? edge.To : edge.From;
                    if (group.Add(other)) open.Enqueue(other);
                }
            }

            groups.Add(group);
        }

        return groups;
    }

    private void Place(HashSet<int> group, int[] ring)
    {
        var (radiusX, radiusY) = (Math.Max(190, ring.Length * 38.0), Math.Max(78, ring.Length * 24.0));
        for (int i = 0; i < ring.Length; i++)
        {
            double angle = Math.PI + 2 * Math.PI * i / ring.Length;
            _nodes[ring[i]].X = radiusX * Math.Cos(angle);
            _nodes[ring[i]].Y = ring.Length == 2 ? 0 : radiusY * Math.Sin(angle);
        }

        double ringLeft = ring.Length == 0 ? 0 : -radiusX;
        double ringRight = ring.Length == 0 ? -ColumnPitch : radiusX;
        var ranks = Ranks(group, ring);
        // From the ring, or from those who wait for nothing, outwards: each column follows the one it points at.
        foreach (int rank in ranks.Values.Distinct().OrderBy(Math.Abs))
        {
            if (rank == 0 && ring.Length > 0) continue;
            double x = rank < 0 ? ringRight - rank * ColumnPitch : ringLeft - rank * ColumnPitch;
            Stack([.. group.Where(index => ranks[index] == rank).Order()], x);
        }
    }

    /// <summary>
    /// Columns, counted from the right: 0 for the ring, or for who waits for nothing; one more for who points at it. Below
    /// zero: what somebody of the ring waits for besides, in another thread.
    /// </summary>
    private Dictionary<int, int> Ranks(HashSet<int> group, int[] ring)
    {
        var ranks = ring.ToDictionary(index => index, _ => 0);
        if (ring.Length > 0) Descend(ring, -1);
        foreach (int index in group.Order()) Ascend(index, []);
        return ranks;

        void Descend(IEnumerable<int> from, int rank)
        {
            int[] next = [.. _edges.Where(edge => from.Contains(edge.From) && !ranks.ContainsKey(edge.To)).Select(edge => edge.To).Distinct()];
            foreach (int index in next) ranks[index] = rank;
            if (next.Length > 0) Descend(next, rank - 1);
        }

        int Ascend(int index, HashSet<int> above)
        {
            if (ranks.TryGetValue(index, out int known)) return known;
            if (!above.Add(index)) return 0;
            int rank = ring.Length > 0 ? 1 : 0;
            foreach (var edge in _edges.Where(edge => edge.From == index)) rank = Math.Max(rank, Ascend(edge.To, above) + 1);
            above.Remove(index);
            return ranks[index] = rank;
        }
    }

    /// <summary>One above the other, each as near as possible to what it points at.</summary>
    private void Stack(int[] column, double x)
    {
        var wishes = column.Select(index => (Index: index, Y: Wish(index))).OrderBy(wish => wish.Y).ToArray();
        double least = double.NegativeInfinity, drift = 0;
        foreach (var (index, wish) in wishes)
        {
            least = Math.Max(wish, least + RowPitch);
            drift += least - wish;
            (_nodes[index].X, _nodes[index].Y, _nodes[index].IsPlaced) = (x, least, true);
        }

        foreach (int index in column) _nodes[index].Y -= drift / column.Length;
    }

    private double Wish(int index) => _edges
        .Where(edge => edge.From == index || edge.To == index)
        .Select(edge => _nodes[edge.From == index ? edge.To : edge.From])
        .Where(node => node.IsPlaced || node.Placed.InRing)
        .Select(node => node.Y).DefaultIfEmpty(0).Average();

    private void Draw(Edge edge, int[] ring)
    {
        var (from, to) = (_nodes[edge.From], _nodes[edge.To]);
        int at = Array.IndexOf(ring, edge.From);
        if (at >= 0 && ring[(at + 1) % ring.Length] == edge.To)
        {
            var (bendX, bendY) = Bend(from, to, ring);
            var (startX, startY) = Border(from, bendX, bendY, 0);
            var (endX, endY) = Border(to, bendX, bendY, ArrowGap);
            edge.Path = Path($"M{startX:0.#} {startY:0.#} Q{bendX:0.#} {bendY:0.#} {endX:0.#} {endY:0.#}");
            return;
        }

        var (x1, x2) = (from.X + NodeWidth / 2, to.X - NodeWidth / 2 - ArrowGap);
        double reach = Math.Max(34, (x2 - x1) / 2);
        edge.Path = Path($"M{x1:0.#} {from.Y:0.#} C{x1 + reach:0.#} {from.Y:0.#} {x2 - reach:0.#} {to.Y:0.#} {x2:0.#} {to.Y:0.#}");
    }

    /// <summary>The point towards which a ring's arrow bends: outwards.</summary>
    private (double X, double Y) Bend(Node from, Node to, int[] ring)
    {
        double middleX = ring.Average(index => _nodes[index].X), middleY = ring.Average(index => _nodes[index].Y);
        var (x, y) = ((from.X + to.X) / 2, (from.Y + to.Y) / 2);
        return ring.Length == 2
            ? (x, y + (from.Placed.Shape == WaitNodeShape.Process ? -1 : 1) * NodeHeight * 0.8)
            : (middleX + (x - middleX) * 1.22, middleY + (y - middleY) * 1.22);
    }

    /// <summary>Where the line from a node's centre to a point leaves its box.</summary>
    private static (double X, double Y) Border(Node node, double x, double y, double gap)
    {
        var (dx, dy) = (x - node.X, y - node.Y);
        double share = 1 / Math.Max(Math.Abs(dx) / (NodeWidth / 2 + gap), Math.Abs(dy) / (NodeHeight / 2 + gap));
        return (node.X + dx * share, node.Y + dy * share);
    }

    private static string Path(FormattableString path) => path.ToString(CultureInfo.InvariantCulture);

    private sealed class Node(PlacedNode placed)
    {
        public PlacedNode Placed => placed;

        public double X { get; set; }

        public double Y { get; set; }

        public bool IsPlaced { get; set; }
    }

    private sealed class Edge(int from, int to, bool waits, bool inferred)
    {
        public int From => from;

        public int To => to;

        public bool Waits => waits;

        public bool Inferred => inferred;

        public string Path { get; set; } = "";
    }
}
