namespace ShmDashboard.Imaging.Formats.Png;

/// <summary>The colour type of IHDR, with the specification's values (PNG, third edition, table 11.1).</summary>
public enum PngColourType
{
    /// <summary>Brightness; 1, 2, 4, 8 or 16 bits.</summary>
    Grey = 0,

    /// <summary>Red, green, blue; 8 or 16 bits each.</summary>
    Rgb = 2,

    /// <summary>Indices into PLTE; 1, 2, 4 or 8 bits.</summary>
    Palette = 3,

    /// <summary>Brightness and alpha; 8 or 16 bits each.</summary>
    GreyAlpha = 4,

    /// <summary>Red, green, blue, alpha; 8 or 16 bits each.</summary>
    Rgba = 6,
}
