namespace ShmDashboard.Imaging.Layouts.PixelFormats;

/// <summary>
/// How a stored number becomes the value that it stands for: times a factor, plus the value of 0. Metres out of a depth camera's
/// millimetres, degrees out of a thermal camera's counts, a FITS file's BSCALE and BZERO. Immutable.
/// </summary>
public readonly record struct ValueScale
{
    // 0 for 1, so that nothing said is nothing done.
    private readonly double _factor;

    /// <param name="factor">What a stored number is multiplied with; not 0.</param>
    /// <param name="zero">What a stored 0 stands for.</param>
    public ValueScale(double factor, double zero)
    {
        _factor = factor == 1 ? 0 : factor;
        Zero = zero;
    }

    /// <summary>What a stored number is multiplied with.</summary>
    public double Factor => _factor == 0 ? 1 : _factor;

    /// <summary>What a stored 0 stands for.</summary>
    public double Zero { get; }

    /// <summary>Whether numbers stand for themselves.</summary>
    public bool IsNone => _factor == 0 && Zero == 0;

    /// <summary>What a stored number stands for.</summary>
    public double ValueOf(double stored) => (stored * Factor) + Zero;

    /// <summary>Which number stands for a value.</summary>
    public double StoredOf(double value) => (value - Zero) / Factor;

    /// <summary>Puts values in the place of stored numbers.</summary>
    internal void Apply(Span<double> numbers)
    {
        foreach (ref double number in numbers)
            number = ValueOf(number);
    }
}
