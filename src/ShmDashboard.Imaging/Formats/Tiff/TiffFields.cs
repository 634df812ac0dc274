namespace ShmDashboard.Imaging.Formats.Tiff;

/// <summary>The fields of a directory that we use, as they are met.</summary>
internal struct TiffFields
{
    private int _lastTag;

    public TiffEntry Width { get; private set; }
    public TiffEntry Height { get; private set; }
    public TiffEntry BitsPerSample { get; private set; }
    public TiffEntry Compression { get; private set; }
    public TiffEntry Photometric { get; private set; }
    public TiffEntry Orientation { get; private set; }
    public TiffEntry SamplesPerPixel { get; private set; }
    public TiffEntry SampleFormat { get; private set; }

    /// <summary>Of strips or tiles.</summary>
    public TiffEntry StripOffsets { get; private set; }

    /// <summary>Bytes of strips or tiles.</summary>
    public TiffEntry StripLengths { get; private set; }

    /// <summary>The first byte behind all values.</summary>
    public long ValuesEnd { get; private set; }

    /// <summary>Takes the next entry; false when it is out of order, which a directory must be in (TIFF 6.0, section 2), or there
    /// a second time, where every reader would take another one.</summary>
    public bool TryAdd(in TiffEntry entry)
    {
        if (entry.Tag <= _lastTag)
            return false;
        _lastTag = entry.Tag;
        ValuesEnd = Math.Max(ValuesEnd, entry.ValuesEnd);
        switch (entry.Tag)
        {
            case 256: Width = entry; break;
            case 257: Height = entry; break;
            case 258: BitsPerSample = entry; break;
            case 259: Compression = entry; break;
            case 262: Photometric = entry; break;
            case 273 or 324: StripOffsets = entry; break;
            case 274: Orientation = entry; break;
            case 277: SamplesPerPixel = entry; break;
            case 279 or 325: StripLengths = entry; break;
            case 339: SampleFormat = entry; break;
        }

        return true;
    }
}
