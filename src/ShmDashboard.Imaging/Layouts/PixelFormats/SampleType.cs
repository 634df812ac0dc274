namespace ShmDashboard.Imaging.Layouts.PixelFormats;

/// <summary>The number that a sample is.</summary>
public enum SampleType
{
    /// <summary>Unsigned, 8 bits.</summary>
    U8,

    /// <summary>Signed, 8 bits.</summary>
    S8,

    /// <summary>Unsigned, 16 bits.</summary>
    U16,

    /// <summary>Signed, 16 bits.</summary>
    S16,

    /// <summary>Unsigned, 32 bits.</summary>
    U32,

    /// <summary>Signed, 32 bits.</summary>
    S32,

    /// <summary>Unsigned, 64 bits; told to 53 bits.</summary>
    U64,

    /// <summary>Signed, 64 bits; told to 53 bits.</summary>
    S64,

    /// <summary>IEEE 754, 16 bits.</summary>
    F16,

    /// <summary>IEEE 754, 32 bits.</summary>
    F32,

    /// <summary>IEEE 754, 64 bits.</summary>
    F64,
}
