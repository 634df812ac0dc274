namespace ShmDashboard.Imaging.Layouts.PixelFormats;

/// <summary>One row of a YUV picture: its luma, and the chroma that belongs to it.</summary>
internal readonly ref struct YuvRows
{
    private readonly YuvFormat _format;
    private readonly ReadOnlySpan<byte> _luma;
    private readonly ReadOnlySpan<byte> _u;
    private readonly ReadOnlySpan<byte> _v;

    public YuvRows(YuvFormat format, in RawFrame frame, int y)
    {
        _format = format;
        _luma = frame.Row(y, format.RowBytes(frame.Width));
        if (format.IsPacked)
            return;

        int row = frame.Stored(y) / format.BlockHeight;
        long start = frame.Height * frame.StrideBytes;
        long stride = format.ChromaStride(frame.StrideBytes);
        long plain = (long)(frame.Width / format.BlockWidth) * format.SampleBytes;
        if (format.Placement == YuvPlacement.SemiPlanar)
        {
            _u = _v = frame.PlaneRow(start, row, stride, 2 * plain);
            return;
        }

        long second = start + (frame.Height / format.BlockHeight * stride);
        _u = frame.PlaneRow(format.VFirst ? second : start, row, stride, plain);
        _v = frame.PlaneRow(format.VFirst ? start : second, row, stride, plain);
    }

    public void Read(int x, Span<int> samples)
    {
        switch (_format.Placement)
        {
            case YuvPlacement.Packed:
                int start = _format.BlockStart(x);
                samples[0] = _format.Sample(_luma, start + _format.LumaPlace(x));
                samples[1] = _format.Sample(_luma, start + _format.UPlace);
                samples[2] = _format.Sample(_luma, start + _format.VPlace);
                break;
            case YuvPlacement.SemiPlanar:
                int at = x / _format.BlockWidth * 2;
                samples[0] = _format.Sample(_luma, x);
                samples[1] = _format.Sample(_u, at + (_format.VFirst ? 1 : 0));
                samples[2] = _format.Sample(_v, at + (_format.VFirst ? 0 : 1));
                break;
            default:
                samples[0] = _format.Sample(_luma, x);
                samples[1] = _format.Sample(_u, x / _format.BlockWidth);
                samples[2] = _format.Sample(_v, x / _format.BlockWidth);
                break;
        }
    }
}
