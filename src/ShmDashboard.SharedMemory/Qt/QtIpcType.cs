namespace ShmDashboard.SharedMemory.Qt;

/// <summary>
/// Qt's <c>QNativeIpcKey::Type</c>, with its numbers. Values 1 to 255 all mean System V, the number being ftok's project
/// id; 0x51 ('Q') is the usual one.
/// </summary>
public enum QtIpcType
{
    /// <summary>System V; what <c>QSharedMemory("key")</c> uses on Linux in every Qt version.</summary>
    SystemV = 0x51,

    /// <summary>POSIX realtime; the default of the <c>QNativeIpcKey</c> interface on Linux since Qt 6.6.</summary>
    PosixRealtime = 0x100,

    /// <summary>Windows named objects.</summary>
    Windows = 0x101,
}
