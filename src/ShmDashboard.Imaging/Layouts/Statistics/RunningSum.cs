namespace ShmDashboard.Imaging.Layouts.Statistics;

/// <summary>
/// Mean and deviation of values as they come. The deviation is by Welford's recurrence: no difference of large sums. The mean is
/// of a sum that carries what each addition rounds off (Neumaier's): of whole numbers it is exact, as NumPy's is.
/// </summary>
internal struct RunningSum
{
    private double _mean;
    private double _squares;
    private double _sum;
    private double _roundedOff;
    private double _min;
    private double _max;

    public long Count { get; private set; }

    public long NotFinite { get; private set; }

    public long Saturated { get; private set; }

    public readonly double Min => Count > 0 ? _min : double.NaN;

    public readonly double Max => Count > 0 ? _max : double.NaN;

    public readonly double Mean => Count == 0 ? double.NaN : double.IsFinite(_sum + _roundedOff) ? (_sum + _roundedOff) / Count : _mean;

    public readonly double Deviation => Count > 0 ? Math.Sqrt(_squares / Count) : double.NaN;

    public void Add(double value, double saturatedAt)
    {
        if (!double.IsFinite(value))
        {
            NotFinite++;
            return;
        }

        if (value >= saturatedAt)
            Saturated++;
        if (Count++ == 0)
        {
            _min = _max = value;
        }
        else
        {
            _min = Math.Min(_min, value);
            _max = Math.Max(_max, value);
        }

        double sum = _sum + value;
        _roundedOff += Math.Abs(_sum) >= Math.Abs(value) ? (_sum - sum) + value : (value - sum) + _sum;
        _sum = sum;
        double off = value - _mean;
        _mean += off / Count;
        _squares += off * (value - _mean);
    }
}
