namespace ShmDashboard.Tests.Imaging.Layouts.Finding;

/// <summary>Smooth randomness of several sizes at once, as natural scenes have it: 0 to 1.</summary>
internal sealed class Clouds
{
    private const int Side = 64;
    private readonly float[] _grid = new float[Side * Side];
    private readonly int _octaves;

    public Clouds(Random random, int octaves)
    {
        _octaves = octaves;
        for (int i = 0; i < _grid.Length; i++)
            _grid[i] = random.NextSingle();
    }

    public double At(double x, double y)
    {
        double sum = 0, weight = 0.5, scale = 3;
        for (int i = 0; i < _octaves; i++, weight /= 2, scale *= 2)
            sum += weight * Smooth((x * scale) + (i * 17.3), (y * scale) + (i * 5.7));
        return sum;
    }

    private double Smooth(double x, double y)
    {
        int left = (int)Math.Floor(x), top = (int)Math.Floor(y);
        double u = x - left, v = y - top;
        u = u * u * (3 - (2 * u));
        v = v * v * (3 - (2 * v));
        double above = (Grid(left, top) * (1 - u)) + (Grid(left + 1, top) * u);
        double below = (Grid(left, top + 1) * (1 - u)) + (Grid(left + 1, top + 1) * u);
        return (above * (1 - v)) + (below * v);
    }

    private float Grid(int x, int y) => _grid[((y & (Side - 1)) * Side) + (x & (Side - 1))];
}
