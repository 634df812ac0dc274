using System.Diagnostics.Metrics;

namespace ShmDashboard.Web.Streaming;

/// <summary>
/// How the live pictures fare, for <c>dotnet-counters monitor ShmDashboard.Streaming</c> and any other listener. Thread-safe.
/// </summary>
internal sealed class StreamMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "ShmDashboard.Streaming";

    private readonly Meter _meter;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _sentBytes;
    private readonly Counter<long> _dropped;
    private readonly Histogram<double> _noticedToSent;
    private readonly Histogram<double> _noticedToPainted;
    private readonly UpDownCounter<int> _views;

    public StreamMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(Name);
        _sent = _meter.CreateCounter<long>("shmdashboard.frames.sent", "{frame}", "Frames sent to pages and programs.");
        _sentBytes = _meter.CreateCounter<long>("shmdashboard.frames.sent.bytes", "By", "Their bytes.");
        _dropped = _meter.CreateCounter<long>(
            "shmdashboard.frames.dropped", "{frame}", "Frames that a viewer did not get because it was busy with an older one.");
        _noticedToSent = _meter.CreateHistogram<double>(
            "shmdashboard.frames.noticed_to_sent", "ms", "From noticing a write to sending its frame.");
        _noticedToPainted = _meter.CreateHistogram<double>(
            "shmdashboard.frames.noticed_to_painted", "ms", "From noticing a write to the page's painting it, as the page says.");
        _views = _meter.CreateUpDownCounter<int>("shmdashboard.views", "{view}", "Pictures that are watched by pages.");
    }

    /// <summary>A frame went out.</summary>
    public void Sent(long bytes, double noticedToSentMilliseconds, long dropped)
    {
        _sent.Add(1);
        _sentBytes.Add(bytes);
        _noticedToSent.Record(noticedToSentMilliseconds);
        if (dropped > 0)
            _dropped.Add(dropped);
    }

    /// <summary>A page painted one.</summary>
    public void Painted(double noticedToPaintedMilliseconds) => _noticedToPainted.Record(noticedToPaintedMilliseconds);

    /// <summary>Views came or went.</summary>
    public void Views(int difference) => _views.Add(difference);

    public void Dispose() => _meter.Dispose();
}
