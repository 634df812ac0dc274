namespace ShmDashboard.SharedMemory.Qt;

/// <summary>A file that a System V key may have been made of.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Purpose">What a legacy name says; null for a file of Qt 6.6's other keys, which serves both.</param>
/// <param name="Key">The System V key ftok makes of it with Qt's project id.</param>
public readonly record struct FoundKeyFile(string Path, QtKeyPurpose? Purpose, int Key)
{
    /// <summary>Whether a System V key may come from this file, whatever the project id.</summary>
    public bool LeadsTo(int key) => IdentityOf(Key) == IdentityOf(key);

    /// <summary>What a System V key keeps of the file it was made of: device and inode, cut short.</summary>
    public static int IdentityOf(int key) => key & QtKeyFile.IdentityMask;
}
