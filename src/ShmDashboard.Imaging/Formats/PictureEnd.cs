namespace ShmDashboard.Imaging.Formats;

/// <summary>Where a picture in a live segment ends, as far as its format can tell.</summary>
/// <param name="EndOffset">The first byte behind it, from its start; null when only the whole rest will do.</param>
/// <param name="TailOffset">Where bytes lie that change with the picture, when that is not its very end.</param>
/// <param name="IsBeforeZeros">Whether the zeros at the end of the segment are not part of it.</param>
internal readonly record struct PictureEnd(long? EndOffset, long? TailOffset = null, bool IsBeforeZeros = false)
{
    /// <summary>Nothing is known: take all there is.</summary>
    public static PictureEnd Unknown => new(null);

    /// <summary>The format states no length, but never ends in zeros.</summary>
    public static PictureEnd BeforeZeros => new(null, IsBeforeZeros: true);
}
