using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Memory;

namespace ShmDashboard.Imaging.Pictures;

/// <summary>
/// How SixLabors.ImageSharp works for us: on the caller's thread, with a limit to what it allocates at once, and without
/// formats to choose from, since which decoder is to be used is known from the format's own line in the table.
/// </summary>
internal static class SharpConfiguration
{
    // What the library keeps for the next picture; it lets go of it when it is not used for a while.
    private const int PoolMegabytes = 32;

    private static readonly Configuration s_small = Create(ImageLimits.Unasked);
    private static readonly Configuration s_large = Create(ImageLimits.Default);

    public static Configuration For(ImageLimits limits) =>
        limits.MaxPixelBytes <= ImageLimits.Unasked.MaxPixelBytes ? s_small : s_large;

    private static Configuration Create(ImageLimits limits) => new()
    {
        MaxDegreeOfParallelism = 1,
        MemoryAllocator = MemoryAllocator.Create(new MemoryAllocatorOptions
        {
            MaximumPoolSizeMegabytes = PoolMegabytes,
            AllocationLimitMegabytes = (int)(limits.MaxPixelBytes >> 20),
        }),
    };
}
