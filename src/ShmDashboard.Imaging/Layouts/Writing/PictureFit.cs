using System.Runtime.InteropServices;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Imaging.Layouts.Writing;

/// <summary>
/// A picture in a frame of another size, made row after row: what a frame may need at once is a few rows, however large it is. In
/// the same size every pixel stays what it is. Not thread-safe.
/// </summary>
public sealed class PictureFit
{
    private readonly PixelBuffer _picture;
    private readonly PicturePlace _place;
    private readonly (int First, float[] Weights)[] _columns;
    private readonly (int First, float[] Weights)[] _rows;
    private readonly float[] _source;
    private readonly SortedList<int, float[]> _narrowed = [];

    /// <param name="picture">The picture.</param>
    /// <param name="frameWidth">Pixels in a row of the frame.</param>
    /// <param name="frameHeight">Rows of the frame.</param>
    /// <param name="fitting">How it comes into it.</param>
    public PictureFit(PixelBuffer picture, int frameWidth, int frameHeight, PictureFitting fitting = PictureFitting.Inside)
        : this(picture, Place((picture ?? throw new ArgumentNullException(nameof(picture))).Width, picture.Height, frameWidth, frameHeight, fitting))
    {
    }

    private PictureFit(PixelBuffer picture, PicturePlace place)
    {
        (_picture, _place) = (picture, place);
        _columns = Weights(_place.Left, _place.Width, picture.Width, _place.Target.Width);
        _rows = Weights(_place.Top, _place.Height, picture.Height, _place.Target.Height);
        _source = new float[4 * picture.Width];
    }

    /// <summary>
    /// A picture for the rows of a frame as they are stored: turned back by as much as the frame is turned when it is shown, so that it is
    /// seen as it is.
    /// </summary>
    public static PictureFit Into(PixelLayout frame, PixelBuffer picture, PictureFitting fitting = PictureFitting.Inside)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(picture);
        if (frame.Rotation == PictureRotation.None)
            return new(picture, frame.Width, frame.Height, fitting);
        var place = Place(picture.Width, picture.Height, frame.ShownWidth, frame.ShownHeight, fitting);
        var part = frame.Rotation.Before<double>(picture.Width, picture.Height, (place.Left, place.Top, place.Width, place.Height));
        return new(frame.Rotation.Back().Turn(picture), new(part.X, part.Y, part.Width, part.Height, frame.Stored(place.Target)));
    }

    /// <summary>Which part of a picture comes where into a frame.</summary>
    public static PicturePlace Place(
        int pictureWidth, int pictureHeight, int frameWidth, int frameHeight, PictureFitting fitting = PictureFitting.Inside)
    {
        double across = (double)frameWidth / pictureWidth, down = (double)frameHeight / pictureHeight;
        switch (fitting)
        {
            case PictureFitting.Cover:
                double larger = Math.Max(across, down);
                double partWidth = frameWidth / larger, partHeight = frameHeight / larger;
                return new((pictureWidth - partWidth) / 2, (pictureHeight - partHeight) / 2, partWidth, partHeight, new(0, 0, frameWidth, frameHeight));
            case PictureFitting.Stretch:
                return new(0, 0, pictureWidth, pictureHeight, new(0, 0, frameWidth, frameHeight));
        }

        double scale = Math.Min(across, down);
        int width = Math.Clamp((int)Math.Round(pictureWidth * scale), 1, frameWidth);
        int height = Math.Clamp((int)Math.Round(pictureHeight * scale), 1, frameHeight);
        return new(0, 0, pictureWidth, pictureHeight, new((frameWidth - width) / 2, (frameHeight - height) / 2, width, height));
    }

    /// <summary>Makes the next rows of the frame; rows are asked for from top to bottom.</summary>
    /// <param name="y">The row.</param>
    /// <param name="row">Room for red, green, blue and alpha from 0 to 1 of all its pixels.</param>
    public void Read(int y, Span<float> row)
    {
        row.Clear();
        for (int i = 3; i < row.Length; i += 4)
            row[i] = 1;
        var place = _place.Target;
        if (y < place.Y || y >= place.Y + place.Height)
            return;
        var target = row.Slice(4 * place.X, 4 * place.Width);
        target.Clear();
        var (first, weights) = _rows[y - place.Y];
        while (_narrowed.Count > 0 && _narrowed.Keys[0] < first)
            _narrowed.RemoveAt(0);
        for (int k = 0; k < weights.Length; k++)
        {
            if (!_narrowed.TryGetValue(first + k, out float[]? narrowed))
                _narrowed[first + k] = narrowed = Narrow(first + k);
            for (int i = 0; i < target.Length; i++)
                target[i] += weights[k] * narrowed[i];
        }
    }

    /// <summary>As <see cref="Read"/>, laid on black: for frames that keep no alpha.</summary>
    public void ReadOpaque(int y, Span<float> row)
    {
        Read(y, row);
        for (int x = 0; x < row.Length; x += 4)
        {
            for (int channel = 0; channel < 3; channel++)
                row[x + channel] *= row[x + 3];
            row[x + 3] = 1;
        }
    }

    private float[] Narrow(int y)
    {
        ToFloats(y);
        float[] row = new float[4 * _columns.Length];
        for (int x = 0; x < _columns.Length; x++)
        {
            var (first, weights) = _columns[x];
            for (int k = 0; k < weights.Length; k++)
            {
                for (int channel = 0; channel < 4; channel++)
                    row[(4 * x) + channel] += weights[k] * _source[(4 * (first + k)) + channel];
            }
        }

        return row;
    }

    // A triangle as wide as a pixel of the smaller of both: bilinear when enlarged, averaged when reduced.
    private static (int First, float[] Weights)[] Weights(double start, double length, int limit, int to)
    {
        var all = new (int, float[])[to];
        double scale = length / to, reach = Math.Max(1, scale);
        for (int i = 0; i < to; i++)
        {
            double centre = start + ((i + 0.5) * scale) - 0.5;
            int first = Math.Max(0, (int)Math.Ceiling(centre - reach + 1e-9)), last = Math.Min(limit - 1, (int)Math.Floor(centre + reach - 1e-9));
            double[] weights = [.. Enumerable.Range(first, last - first + 1).Select(source => 1 - (Math.Abs(source - centre) / reach))];
            double sum = weights.Sum();
            all[i] = (first, [.. weights.Select(weight => (float)(weight / sum))]);
        }

        return all;
    }

    private void ToFloats(int y)
    {
        float[] target = _source;
        var row = _picture.Row(y);
        var deep = _picture.Format is PixelFormat.Rgba16 or PixelFormat.Grey16 ? MemoryMarshal.Cast<byte, ushort>(row) : default;
        for (int x = 0; x < _picture.Width; x++)
        {
            (target[4 * x], target[(4 * x) + 1], target[(4 * x) + 2], target[(4 * x) + 3]) = _picture.Format switch
            {
                PixelFormat.Rgba8 => (row[4 * x] / 255f, row[(4 * x) + 1] / 255f, row[(4 * x) + 2] / 255f, row[(4 * x) + 3] / 255f),
                PixelFormat.Rgb8 => (row[3 * x] / 255f, row[(3 * x) + 1] / 255f, row[(3 * x) + 2] / 255f, 1f),
                PixelFormat.Grey8 => (row[x] / 255f, row[x] / 255f, row[x] / 255f, 1f),
                PixelFormat.Grey16 => (deep[x] / 65535f, deep[x] / 65535f, deep[x] / 65535f, 1f),
                _ => (deep[4 * x] / 65535f, deep[(4 * x) + 1] / 65535f, deep[(4 * x) + 2] / 65535f, deep[(4 * x) + 3] / 65535f),
            };
        }
    }
}
