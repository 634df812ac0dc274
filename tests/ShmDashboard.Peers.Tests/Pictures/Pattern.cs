namespace ShmDashboard.Peers.Tests.Pictures;

/// <summary>The tests' picture: every channel of every pixel follows from its place and a seed, here and in <c>qtpeer.cpp</c>.</summary>
internal static class Pattern
{
    private static readonly (int X, int Y, int Seed)[] s_factors = [(7, 3, 29), (5, 11, 17), (13, 2, 41), (3, 19, 23)];

    /// <summary>8 bits of a channel: 0 red or grey, 1 green, 2 blue, 3 alpha.</summary>
    public static byte Level(int channel, int x, int y, int seed)
    {
        var factor = s_factors[channel];
        return unchecked((byte)(x * factor.X + y * factor.Y + seed * factor.Seed));
    }

    /// <summary>16 bits of a channel; the upper eight are <see cref="Level"/>.</summary>
    public static ushort Level16(int channel, int x, int y, int seed) =>
        (ushort)(Level(channel, x, y, seed) << 8 | (x * 31 + y * 17 + seed + channel) & 0xff);
}
