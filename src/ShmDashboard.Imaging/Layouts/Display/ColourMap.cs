using System.Collections.Immutable;

namespace ShmDashboard.Imaging.Layouts.Display;

/// <summary>
/// 256 colours for brightness. Viridis and inferno (matplotlib, CC0) and turbo (Google, Apache-2.0) are every
/// fifteenth colour of the published tables and straight lines between them, which is within 6 of 255 everywhere.
/// </summary>
public sealed class ColourMap
{
    private readonly uint[] _colours;

    private ColourMap(string name, params uint[] points)
    {
        Name = name;
        _colours = new uint[256];
        for (int i = 0; i < 256; i++)
            _colours[i] = At(points, i / 255.0 * (points.Length - 1));
    }

    /// <summary>Black to white.</summary>
    public static ColourMap Grey { get; } = new("gray", 0x000000, 0xFFFFFF);

    /// <summary>Purple over green to yellow, of evenly growing lightness.</summary>
    public static ColourMap Viridis { get; } = new("viridis",
        0x440154, 0x481769, 0x472A7A, 0x433D84, 0x3D4E8A, 0x355E8D, 0x2E6D8E, 0x297B8E, 0x23898E,
        0x1F978B, 0x21A585, 0x2EB37C, 0x46C06F, 0x65CB5E, 0x89D548, 0xB0DD2F, 0xD8E219, 0xFDE725);

    /// <summary>Black over red to light yellow, of evenly growing lightness.</summary>
    public static ColourMap Inferno { get; } = new("inferno",
        0x000004, 0x0A0722, 0x1E0C45, 0x380962, 0x510E6C, 0x69166E, 0x801F6C, 0x982766, 0xB0315B,
        0xC63D4D, 0xD94D3D, 0xE9612B, 0xF47918, 0xFA9407, 0xFCB014, 0xF8CD37, 0xF2EA69, 0xFCFFA4);

    /// <summary>Blue over green to red: many colours, for reading off values.</summary>
    public static ColourMap Turbo { get; } = new("turbo",
        0x30123B, 0x3F3E9C, 0x4666DD, 0x458CFD, 0x2FB2F4, 0x1AD4D0, 0x22EBAA, 0x52FA7A, 0x8BFF4B,
        0xB7F735, 0xDBE236, 0xF5C53A, 0xFEA130, 0xF9751D, 0xE84B0C, 0xCE2D04, 0xA91601, 0x7A0403);

    /// <summary>Begins and ends with the same colour: for angles and phases.</summary>
    public static ColourMap Cyclic { get; } = new("cyclic",
        0xE2D9E2, 0x9EBBC9, 0x6785BE, 0x5E43A5, 0x2F1436, 0x77203F, 0xB25652, 0xCCA389, 0xE2D9E2);

    /// <summary>All of them.</summary>
    public static ImmutableArray<ColourMap> All { get; } = [Grey, Viridis, Inferno, Turbo, Cyclic];

    /// <summary>As addresses write it.</summary>
    public string Name { get; }

    /// <summary>The map of that name; null for none.</summary>
    public static ColourMap? Find(string? name) => All.FirstOrDefault(map => map.Name == name);

    /// <summary>The colour of a brightness, as 0xRRGGBB.</summary>
    public uint this[byte brightness] => _colours[brightness];

    private static uint At(uint[] points, double place)
    {
        int first = Math.Min((int)place, points.Length - 2);
        double share = place - first;
        uint colour = 0;
        for (int shift = 16; shift >= 0; shift -= 8)
        {
            double low = (points[first] >> shift) & 255;
            double high = (points[first + 1] >> shift) & 255;
            colour |= (uint)Math.Round(low + ((high - low) * share)) << shift;
        }

        return colour;
    }
}
