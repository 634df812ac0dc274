using System.Buffers;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Imaging.Formats.Png;

/// <summary>
/// The rows of a PNG one after the other, pass by pass, for their filter bytes. Inflates a batch of rows at a time, since one
/// call of the inflater per small row would cost more than the row.
/// </summary>
internal sealed class PngScanlines : IDisposable
{
    private const int BatchBytes = 64 * 1024;

    private readonly PngInflater _inflater;
    private readonly PngPass[] _passes;
    private readonly int _bitsPerPixel;
    private int _passIndex = -1;
    private int _rowBytes;
    private byte[] _buffer = [];
    private int _rowsInBatch;
    private int _rowOfBatch;

    public PngScanlines(PngInflater inflater, in PngHeader header)
    {
        _inflater = inflater;
        _passes = PngPass.Of(header);
        _bitsPerPixel = header.BitsPerPixel;
    }

    public PngPass Pass => _passes[_passIndex];

    /// <summary>Which row of <see cref="Pass"/> this is.</summary>
    public int Y { get; private set; }

    /// <summary>The filter byte in front of the row.</summary>
    public byte Filter => _buffer[_rowOfBatch * (_rowBytes + 1)];

    /// <summary>Why there are no more rows although the picture has some; null when all were delivered.</summary>
    public PictureFailure? Failure { get; private set; }

    public bool MoveNext()
    {
        if (Failure is not null)
            return false;
        if (_passIndex < 0 || Y + 1 == Pass.Height)
        {
            if (_passIndex + 1 == _passes.Length)
                return false;
            StartPass();
        }
        else
        {
            Y++;
            _rowOfBatch++;
        }

        return _rowOfBatch < _rowsInBatch || FillBatch();
    }

    public void Dispose()
    {
        if (_buffer.Length != 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void StartPass()
    {
        _passIndex++;
        Y = 0;
        _rowBytes = (int)Pass.RowBytes(_bitsPerPixel);
        _rowsInBatch = _rowOfBatch = 0;
        int slots = (int)Math.Clamp(BatchBytes / (_rowBytes + 1), 1, Pass.Height);
        Dispose();
        _buffer = ArrayPool<byte>.Shared.Rent(slots * (_rowBytes + 1));
    }

    private bool FillBatch()
    {
        int slot = _rowBytes + 1;
        _rowsInBatch = Math.Min(_buffer.Length / slot, Pass.Height - Y);
        _rowOfBatch = 0;
        Failure = _inflater.Fill(_buffer.AsSpan(0, _rowsInBatch * slot));
        return Failure is null;
    }
}
