namespace ShmDashboard.Imaging.Layouts.PixelFormats;

/// <summary>Where one channel is within a pixel's word.</summary>
/// <param name="Shift">Bits below it.</param>
/// <param name="Bits">Its own bits, 1 to 16; 0 for no such channel.</param>
internal readonly record struct BitField(int Shift, int Bits)
{
    public int Of(uint word) => (int)((word >> Shift) & ((1u << Bits) - 1));

    /// <summary>The value spread over 8 bits: the highest bits fill those that are missing, so that most stays most.</summary>
    public byte To8(uint word)
    {
        if (Bits == 0)
            return 255;
        int value = Of(word);
        if (Bits >= 8)
            return (byte)(value >> (Bits - 8));
        int filled = value << (8 - Bits);
        for (int have = Bits; have < 8; have += Bits)
            filled |= (value << (8 - Bits)) >> have;
        return (byte)filled;
    }
}
