using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Imaging.Layouts.Writing;

/// <summary>
/// The pixels of a picture that is shown turned, laid down as they are shown: for whoever takes the bytes and knows nothing of turning.
/// The values stay what they are. Where chroma is of blocks, each pixel gets that of its block: a turned block is none. Stateless and
/// safe for all threads.
/// </summary>
public static class UprightCopy
{
    /// <summary>What the values of the picture are as it is shown: those of the stored format, but that a mosaic is turned along.</summary>
    public static RawFormat ValueFormatOf(PixelLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        return layout is { Rotation: not PictureRotation.None, Format: BayerFormat mosaic }
            ? mosaic.WithOrder(OrderOf(mosaic, layout))
            : layout.Format;
    }

    /// <summary>Makes it: rows from top to bottom without padding, of luma and chroma a plane each; the same surface where there is nothing to turn.</summary>
    /// <exception cref="ArgumentException">The layout does not fit the bytes.</exception>
    public static PixelSurface Of(PixelSurface surface)
    {
        ArgumentNullException.ThrowIfNull(surface);
        var layout = surface.Layout;
        if (layout.Rotation == PictureRotation.None)
            return surface;
        var frame = layout.Over(surface.Bytes.Span);
        var format = layout.Format is YuvFormat { BitsPerSample: var bits }
            ? RawFormats.Named(bits == 8 ? "yuv444p" : $"yuv444p{bits}le")
            : ValueFormatOf(layout);
        var upright = PixelLayout.Dense(format, layout.ShownWidth, layout.ShownHeight) with { Matrix = layout.Matrix };
        byte[] bytes = new byte[checked((int)upright.LengthBytes)];
        switch (layout.Format)
        {
            case MonoFormat mono:
                TurnBits(frame, mono, layout, bytes);
                break;
            case YuvFormat yuv:
                TurnSamples(frame, yuv, layout, bytes);
                break;
            case { Packing: { } packing }:
                TurnPacked(frame, packing, layout, bytes);
                break;
            default:
                TurnPlanes(frame, layout, bytes);
                break;
        }

        return new PixelSurface(bytes, upright);
    }

    private static string OrderOf(BayerFormat mosaic, PixelLayout layout)
    {
        return new string([FilterAt(0, 0), FilterAt(1, 0), FilterAt(0, 1), FilterAt(1, 1)]);

        // The mosaic goes on as it is beyond the picture's edges.
        char FilterAt(int x, int y)
        {
            var at = layout.Stored(new(x, y, 1, 1));
            return mosaic.Order[(((layout.BottomUp ? layout.Height - 1 - at.Y : at.Y) & 1) * 2) + (at.X & 1)];
        }
    }

    private static void TurnPlanes(in RawFrame frame, PixelLayout layout, Span<byte> target)
    {
        int planes = layout.Format is SampleFormat { IsPlanar: true } samples ? samples.Channels.Length : 1;
        int row = (int)layout.Format.RowBytes(layout.Width), length = row * layout.Height;
        byte[] plane = new byte[length];
        for (int i = 0; i < planes; i++)
        {
            for (int y = 0; y < layout.Height; y++)
                frame.PlaneRow(i * layout.Height * layout.StrideBytes, frame.Stored(y), layout.StrideBytes, row).CopyTo(plane.AsSpan(y * row));
            layout.Rotation.Turn(plane, layout.Width, layout.Height, (int)layout.Format.RowBytes(1), target.Slice(i * length, length));
        }
    }

    private static void TurnPacked(in RawFrame frame, SamplePacking packing, PixelLayout layout, Span<byte> target)
    {
        int row = sizeof(ushort) * layout.Width;
        byte[] samples = new byte[checked(row * layout.Height)], turned = new byte[samples.Length];
        for (int y = 0; y < layout.Height; y++)
            packing.Unpack(frame.Row(y, packing.RowBytes(layout.Width)), samples.AsSpan(y * row, row));
        layout.Rotation.Turn(samples, layout.Width, layout.Height, sizeof(ushort), turned);
        int width = layout.ShownWidth, rowBytes = (int)packing.RowBytes(width);
        var shown = MemoryMarshal.Cast<byte, ushort>(turned);
        for (int y = 0; y < layout.ShownHeight; y++)
        {
            for (int x = 0; x < width; x++)
                packing.Write(target.Slice(y * rowBytes, rowBytes), x, shown[(y * width) + x]);
        }
    }

    private static void TurnBits(in RawFrame frame, MonoFormat format, PixelLayout layout, Span<byte> target)
    {
        byte[] bits = new byte[layout.Width * layout.Height], turned = new byte[bits.Length];
        double[] row = new double[layout.Width];
        for (int y = 0; y < layout.Height; y++)
        {
            format.ReadValues(frame, y, 0, layout.Width, row);
            for (int x = 0; x < row.Length; x++)
                bits[(y * layout.Width) + x] = (byte)row[x];
        }

        layout.Rotation.Turn(bits, layout.Width, layout.Height, 1, turned);
        int width = layout.ShownWidth, rowBytes = (int)format.RowBytes(width);
        for (int y = 0; y < layout.ShownHeight; y++)
            format.Write(turned.AsSpan(y * width, width), target.Slice(y * rowBytes, rowBytes));
    }

    private static void TurnSamples(in RawFrame frame, YuvFormat format, PixelLayout layout, Span<byte> target)
    {
        int size = format.SampleBytes, length = checked(layout.Width * layout.Height * size);
        byte[] planes = new byte[checked(3 * length)];
        Span<int> samples = stackalloc int[3];
        for (int y = 0, at = 0; y < layout.Height; y++)
        {
            var rows = new YuvRows(format, frame, y);
            for (int x = 0; x < layout.Width; x++, at += size)
            {
                rows.Read(x, samples);
                for (int plane = 0; plane < 3; plane++)
                {
                    if (size == 1)
                        planes[(plane * length) + at] = (byte)samples[plane];
                    else
                        BinaryPrimitives.WriteUInt16LittleEndian(planes.AsSpan((plane * length) + at), (ushort)samples[plane]);
                }
            }
        }

        for (int plane = 0; plane < 3; plane++)
            layout.Rotation.Turn(planes.AsSpan(plane * length, length), layout.Width, layout.Height, size, target.Slice(plane * length, length));
    }
}
