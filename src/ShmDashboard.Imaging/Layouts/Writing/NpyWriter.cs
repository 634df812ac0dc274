using System.Globalization;
using System.Text;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Imaging.Layouts.Writing;

/// <summary>
/// True values as a file of NumPy's (version 1.0 of numpy/lib/format.py): of shape (rows, columns), with channels a third
/// side, in the type they are stored in, or where they are scaled in one that holds them.
/// </summary>
public static class NpyWriter
{
    private const int Alignment = 64;

    /// <summary>Writes all pixels, as the picture is shown.</summary>
    /// <param name="copy">The bytes from the start of the segment.</param>
    /// <param name="layout">Where the pixels are.</param>
    /// <exception cref="ArgumentException">The layout does not fit the bytes.</exception>
    public static byte[] Write(ReadOnlySpan<byte> copy, PixelLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        var frame = layout.Over(copy);
        int channels = layout.Format.Channels.Length;
        var type = TypeOf(layout);
        byte[] head = Head(type, layout.ShownHeight, layout.ShownWidth, channels);
        int row = layout.Width * channels;
        byte[] file = new byte[checked(head.Length + ((long)row * layout.Height * type.Bytes()))];
        head.CopyTo(file, 0);
        double[] values = new double[row];
        bool isTurned = layout.Rotation != PictureRotation.None;
        byte[] stored = isTurned ? GC.AllocateUninitializedArray<byte>(file.Length - head.Length) : file;
        var target = stored.AsSpan(isTurned ? 0 : head.Length);
        for (int y = 0; y < layout.Height; y++)
        {
            layout.Format.ReadValues(frame, y, 0, layout.Width, values);
            foreach (double value in values)
            {
                type.Write(target, value, bigEndian: false);
                target = target[type.Bytes()..];
            }
        }

        if (isTurned)
            layout.Rotation.Turn(stored, layout.Width, layout.Height, channels * type.Bytes(), file.AsSpan(head.Length));
        return file;
    }

    private static SampleType TypeOf(PixelLayout layout) => layout.Format is not SampleFormat { Type: var type }
        ? layout.Format.BitsPerSample > 8 ? SampleType.U16 : SampleType.U8
        : layout.Scale.IsNone ? type
        : layout.Scale.Factor != 1 ? SampleType.F64
        // Whole numbers whose middle is moved: unsigned ones stored as signed, and the other way round.
        : (type, layout.Scale.Zero) switch
        {
            (SampleType.S8, 128) => SampleType.U8,
            (SampleType.U8, -128) => SampleType.S8,
            (SampleType.S16, 32768) => SampleType.U16,
            (SampleType.U16, -32768) => SampleType.S16,
            (SampleType.S32, 2147483648) => SampleType.U32,
            (SampleType.U32, -2147483648) => SampleType.S32,
            _ => SampleType.F64,
        };

    private static byte[] Head(SampleType type, int height, int width, int channels)
    {
        string name = type switch
        {
            SampleType.U8 => "|u1", SampleType.S8 => "|i1", SampleType.U16 => "<u2", SampleType.S16 => "<i2", SampleType.U32 => "<u4",
            SampleType.S32 => "<i4", SampleType.U64 => "<u8", SampleType.S64 => "<i8", SampleType.F16 => "<f2", SampleType.F32 => "<f4",
            _ => "<f8",
        };
        string shape = channels == 1 ? $"({height}, {width})" : $"({height}, {width}, {channels})";
        string text = string.Create(CultureInfo.InvariantCulture, $"{{'descr': '{name}', 'fortran_order': False, 'shape': {shape}, }}");
        int length = (10 + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        byte[] head = new byte[length];
        ReadOnlySpan<byte> magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];
        magic.CopyTo(head);
        head[8] = (byte)((length - 10) & 255);
        head[9] = (byte)((length - 10) >> 8);
        head.AsSpan(10).Fill((byte)' ');
        Encoding.ASCII.GetBytes(text).CopyTo(head, 10);
        head[^1] = (byte)'\n';
        return head;
    }
}
