using System.IO.Hashing;
using System.Security.Cryptography;

namespace ShmDashboard.Monitoring.Sampling;

/// <summary>
/// What tells two contents apart without either's bytes: 64 bits for each piece, seeded by chance at each start, so that nobody
/// can write two contents that look the same. Stateless.
/// </summary>
internal static class ContentHashes
{
    private static readonly long s_seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    /// <summary>Of one piece.</summary>
    public static ulong Of(ReadOnlySpan<byte> piece) => XxHash3.HashToUInt64(piece, s_seed);

    /// <summary>Of all pieces of a content.</summary>
    /// <param name="bytes">The content.</param>
    /// <param name="first">Bytes of the first piece.</param>
    /// <param name="others">Bytes of each of the others, but for the last.</param>
    public static ulong[] Of(ReadOnlySpan<byte> bytes, int first, int others)
    {
        var hashes = new List<ulong>((bytes.Length / others) + 2);
        for (int piece = first; !bytes.IsEmpty; piece = others)
        {
            int length = Math.Min(piece, bytes.Length);
            hashes.Add(Of(bytes[..length]));
            bytes = bytes[length..];
        }

        return [.. hashes];
    }
}
