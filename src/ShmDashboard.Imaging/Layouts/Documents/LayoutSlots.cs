namespace ShmDashboard.Imaging.Layouts.Documents;

/// <summary>Several frames behind each other.</summary>
public sealed record LayoutSlots
{
    /// <summary>How many; where a header tells, this is for when it tells 0.</summary>
    public int Count { get => field == 0 ? 1 : field; init; }

    /// <summary>Bytes from one to the next; 0 where they follow each other directly.</summary>
    public long Bytes { get; init; }

    /// <summary>Bytes in front of the pixels of each.</summary>
    public long HeaderBytes { get; init; }

    /// <summary>The first of several fields that tell where each slot starts, instead.</summary>
    public HeaderField? Offsets { get; init; }

    /// <summary>Which one is shown where no field tells, counted from 0.</summary>
    public int Shown { get; init; }

    /// <summary>How many pictures an array has whose further sides are these; null where that is none, or more than can be counted.</summary>
    internal static int? CountOf(IEnumerable<long> sides)
    {
        long count = 1;
        foreach (long side in sides)
        {
            if (side is < 1 or > int.MaxValue || (count *= side) > int.MaxValue)
                return null;
        }

        return (int)count;
    }
}
