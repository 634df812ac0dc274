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

    private static void PutLuma(YuvFormat format, PixelLayout layout, int stored, int x, double luma, Span<byte> pixels)
    {
        long at = stored * layout.StrideBytes;
        at += format.Placement switch
        {
            YuvPlacement.PackedYuyv or YuvPlacement.PackedYvyu => 2 * x,
            YuvPlacement.PackedUyvy => (2 * x) + 1,
            _ => x * format.SampleBytes,
        };
        Put(format, at, luma, pixels);
    }

    private static void PutChroma(YuvFormat format, PixelLayout layout, int stored, int x, double u, double v, Span<byte> pixels)
    {
        long row = stored * layout.StrideBytes;
        long start = layout.Height * layout.StrideBytes;
        long stride = format.ChromaStride(layout.StrideBytes);
        long chromaRow = start + (stored / format.BlockHeight * stride);
        int block = x / format.BlockWidth;
        var (first, second) = format.VFirst ? (v, u) : (u, v);
        switch (format.Placement)
        {
            case YuvPlacement.PackedYuyv:
                Put(format, row + (2 * x) + 1, u, pixels);
                Put(format, row + (2 * x) + 3, v, pixels);
                break;
            case YuvPlacement.PackedYvyu:
                Put(format, row + (2 * x) + 1, v, pixels);
                Put(format, row + (2 * x) + 3, u, pixels);
                break;
            case YuvPlacement.PackedUyvy:
                Put(format, row + (2 * x), u, pixels);
                Put(format, row + (2 * x) + 2, v, pixels);
                break;
            case YuvPlacement.SemiPlanar:
                Put(format, chromaRow + (2 * block * format.SampleBytes), first, pixels);
                Put(format, chromaRow + (((2 * block) + 1) * format.SampleBytes), second, pixels);
                break;
            default:
                Put(format, chromaRow + (block * format.SampleBytes), first, pixels);
                Put(format, chromaRow + (layout.Height / format.BlockHeight * stride) + (block * format.SampleBytes), second, pixels);
                break;
        }
    }

    private static void Put(YuvFormat format, long at, double value, Span<byte> pixels)
    {
        double scaled = Math.Clamp(Math.Round(value * (1 << (format.BitsPerSample - 8))), 0, (1 << format.BitsPerSample) - 1);
        var type = format.SampleBytes == 1 ? SampleType.U8 : SampleType.U16;
        type.Write(pixels[(int)at..], (int)scaled << format.StoredShift, format.IsBigEndian);
    }
}
