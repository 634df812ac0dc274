using ShmDashboard.Imaging.Payloads;

namespace ShmDashboard.Tests.Imaging.Payloads;

/// <summary>A byte array in the role of a live segment.</summary>
internal static class Live
{
    public static ReadAt Over(byte[] segment) => (offset, destination) =>
    {
        Assert.True(offset >= 0);
        if (offset >= segment.Length)
            return 0;
        var part = segment.AsSpan((int)offset, (int)Math.Min(destination.Length, segment.Length - offset));
        part.CopyTo(destination);
        return part.Length;
    };
}
