using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.Writing;

/// <summary>Writes the rows that share their chroma: luma each for itself, chroma averaged over its block.</summary>
internal static class YuvWriter
{
    public static void Write(ReadOnlySpan<float> rows, YuvFormat format, PixelLayout layout, int top, Span<byte> pixels)
    {
        int width = layout.Width;
        for (int x = 0; x < width; x += format.BlockWidth)
        {
            double u = 0, v = 0;
            for (int i = 0; i < format.BlockHeight * format.BlockWidth; i++)
            {
                int row = i / format.BlockWidth, column = x + (i % format.BlockWidth);
                var pixel = rows.Slice(4 * ((row * width) + column), 4);
                var (luma, pixelU, pixelV) = layout.Matrix.From(pixel[0], pixel[1], pixel[2]);
                u += pixelU;
                v += pixelV;
                int stored = layout.BottomUp ? layout.Height - 1 - top - row : top + row;
                PutLuma(format, layout, stored, column, luma, pixels);
            }

            int count = format.BlockHeight * format.BlockWidth;
            int storedTop = layout.BottomUp ? layout.Height - 1 - top : top;
            PutChroma(format, layout, storedTop, x, u / count, v / count, pixels);
        }
    }

    private static void PutLuma(YuvFormat format, PixelLayout layout, int stored, int x, double luma, Span<byte> pixels) => Put(
        format, pixels[(int)(stored * layout.StrideBytes)..], format.IsPacked ? format.BlockStart(x) + format.LumaPlace(x) : x, luma);

    private static void PutChroma(YuvFormat format, PixelLayout layout, int stored, int x, double u, double v, Span<byte> pixels)
    {
        if (format.IsPacked)
        {
            var row = pixels[(int)(stored * layout.StrideBytes)..];
            Put(format, row, format.BlockStart(x) + format.UPlace, u);
            Put(format, row, format.BlockStart(x) + format.VPlace, v);
            return;
        }

        long stride = format.ChromaStride(layout.StrideBytes);
        long chromaRow = (layout.Height * layout.StrideBytes) + (stored / format.BlockHeight * stride);
        int block = x / format.BlockWidth;
        var (first, second) = format.VFirst ? (v, u) : (u, v);
        if (format.Placement == YuvPlacement.SemiPlanar)
        {
            Put(format, pixels[(int)chromaRow..], 2 * block, first);
            Put(format, pixels[(int)chromaRow..], (2 * block) + 1, second);
            return;
        }

        Put(format, pixels[(int)chromaRow..], block, first);
        Put(format, pixels[(int)(chromaRow + (layout.Height / format.BlockHeight * stride))..], block, second);
    }

    private static void Put(YuvFormat format, Span<byte> row, int index, double value)
    {
        double scaled = Math.Clamp(Math.Round(value * (1 << (format.BitsPerSample - 8))), 0, (1 << format.BitsPerSample) - 1);
        format.Put(row, index, (int)scaled);
    }
}
