namespace ShmDashboard.SharedMemory.Qt;

/// <summary>A key file found in one of the directories.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Letters">Readable part of a legacy name; the whole file name for other key files.</param>
/// <param name="Hash">SHA-1 of a legacy name; null for other key files.</param>
/// <param name="Identity24">The low 24 bits of every System V key ftok makes of it.</param>
/// <param name="MadeUtc">When it was made, as far as known.</param>
/// <param name="Key">The user's key, when known.</param>
internal sealed record QtKeyFileEntry(
    string Path, string Letters, string? Hash, int Identity24, DateTimeOffset MadeUtc, string? Key)
{
    /// <summary>Device and inode, by which one file under two paths is recognised; default when not asked for.</summary>
    internal (long Device, long Inode) File { get; init; }

    /// <summary>Whose directory it lies in; null in one of the usual.</summary>
    internal PeerDirectory? Peer { get; init; }

    /// <summary>What a legacy name says; null for any other file, which serves both.</summary>
    internal QtKeyPurpose? Purpose { get; init; }

    internal bool IsLegacy => Hash is not null;
}
