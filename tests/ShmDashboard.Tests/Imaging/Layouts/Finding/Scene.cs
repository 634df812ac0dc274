namespace ShmDashboard.Tests.Imaging.Layouts.Finding;

/// <summary>Pictures of the kinds that programs share, drawn from a seed: red, green, blue and alpha from 0 to 1.</summary>
internal static class Scene
{
    public static readonly string[] Kinds = ["photograph", "chart", "gradient", "depth", "screenshot"];

    public static float[] Draw(string kind, int width, int height, int seed, double noise = 0)
    {
        var random = new Random(seed);
        float[] rgba = new float[4 * width * height];
        Func<int, int, (double R, double G, double B)> paint = kind switch
        {
            "photograph" => Photograph(random, width, height),
            "chart" => Chart(random, width, height),
            "gradient" => Gradient(random, width, height),
            "depth" => Depth(random, width, height),
            _ => Screenshot(random, width, height),
        };
        for (int y = 0, at = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                var (red, green, blue) = paint(x, y);
                rgba[at++] = Noisy(red);
                rgba[at++] = Noisy(green);
                rgba[at++] = Noisy(blue);
                rgba[at++] = 1;
            }
        }

        return rgba;

        float Noisy(double value) =>
            (float)Math.Clamp(value + (noise * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5)), 0, 1);
    }

    private static Func<int, int, (double, double, double)> Photograph(Random random, int width, int height)
    {
        var light = new Clouds(random, 7);
        var warmth = new Clouds(random, 3);
        var shapes = Enumerable.Range(0, 12).Select(_ => (
            X: random.NextDouble() * width, Y: random.NextDouble() * height, Radius: (0.03 + (random.NextDouble() * 0.15)) * height,
            R: random.NextDouble(), G: random.NextDouble(), B: random.NextDouble())).ToArray();
        return (x, y) =>
        {
            double bright = light.At(x / (double)height, y / (double)height), warm = warmth.At(x / (double)height, y / (double)height) - 0.5;
            var colour = (R: bright + (0.3 * warm), G: bright, B: (0.9 * bright) - (0.35 * warm) + (0.15 * (1 - ((double)y / height))));
            foreach (var shape in shapes)
            {
                double dx = x - shape.X, dy = y - shape.Y;
                if ((dx * dx) + (dy * dy) < shape.Radius * shape.Radius)
                    colour = ((0.3 * colour.R) + (0.6 * shape.R * bright * 1.3), (0.3 * colour.G) + (0.6 * shape.G * bright * 1.3), (0.3 * colour.B) + (0.6 * shape.B * bright * 1.3));
            }

            return colour;
        };
    }

    private static Func<int, int, (double, double, double)> Chart(Random random, int width, int height)
    {
        double[] bars = [.. Enumerable.Range(0, 14).Select(_ => 0.1 + (0.8 * random.NextDouble()))];
        double phase = random.NextDouble() * 6;
        return (x, y) =>
        {
            int column = x * bars.Length / width;
            double level = 1 - ((double)y / height);
            double curve = 0.5 + (0.3 * Math.Sin((x * 9.0 / width) + phase));
            if (Math.Abs(level - curve) * height < 2)
                return (0.84, 0.15, 0.16);
            if (level < bars[column] && x * bars.Length % width < width * 0.7)
                return (0.12, 0.47, 0.71);
            return y % Math.Max(8, height / 8) == 0 ? (0.85, 0.85, 0.85) : (1, 1, 1);
        };
    }

    private static Func<int, int, (double, double, double)> Gradient(Random random, int width, int height)
    {
        double a = random.NextDouble(), b = random.NextDouble();
        double centreX = width * (0.3 + (0.4 * a)), centreY = height * (0.3 + (0.4 * b));
        return (x, y) =>
        {
            double dx = x - centreX, dy = y - centreY;
            bool inside = (dx * dx) + (dy * dy) < height * height / 12.0;
            return ((double)x / width, (double)y / height, inside ? 1 : 0.2);
        };
    }

    private static Func<int, int, (double, double, double)> Depth(Random random, int width, int height)
    {
        var boxes = Enumerable.Range(0, 9).Select(_ => (
            X: random.Next(width), Y: random.Next(height), W: random.Next(width / 8, width / 3), H: random.Next(height / 8, height / 3),
            D: 0.15 + (0.5 * random.NextDouble()))).ToArray();
        return (x, y) =>
        {
            double depth = 0.95 - (0.4 * y / height) - (0.05 * x / width);
            foreach (var box in boxes)
            {
                if (x >= box.X && x < box.X + box.W && y >= box.Y && y < box.Y + box.H)
                    depth = Math.Min(depth, box.D + (0.05 * (x - box.X) / box.W));
            }

            return (depth, depth, depth);
        };
    }

    private static Func<int, int, (double, double, double)> Screenshot(Random random, int width, int height)
    {
        int seed = random.Next();
        double accent = random.NextDouble();
        return (x, y) =>
        {
            if (y < height / 14)
                return (0.16, 0.18, 0.22);
            if (x < width / 6)
                return y / 12 % 3 == 0 && Glyph(x, y, seed) ? (0.8, 0.8, 0.82) : (0.22, 0.24, 0.29);
            if (x > width * 0.6 && x < width * 0.9 && y > height * 0.2 && y < height * 0.45)
                return (accent, 0.5 + (0.3 * y / height), 0.85);
            return y / 10 % 2 == 0 && Glyph(x, y, seed) && x < width * 0.55 ? (0.1, 0.1, 0.12) : (0.98, 0.98, 0.97);
        };
    }

    // Five by seven dots to a letter, a different letter at each place.
    private static bool Glyph(int x, int y, int seed)
    {
        int column = x / 6, row = y / 10;
        // Not by HashCode, which is another in each process.
        uint letter = (uint)((column * 73856093) ^ (row * 19349663) ^ seed) * 2654435761u;
        letter ^= letter >> 15;
        bool isSpace = letter % 6 == 0;
        return !isSpace && x % 6 < 5 && ((letter >> ((((y % 10) * 5) + (x % 6)) % 31)) & 1) == 1;
    }
}
