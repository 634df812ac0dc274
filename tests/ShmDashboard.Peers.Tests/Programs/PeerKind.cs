namespace ShmDashboard.Peers.Tests.Programs;

/// <summary>The programs that the dashboard has to get along with.</summary>
public enum PeerKind
{
    /// <summary><c>qtpeer.cpp</c> built against Qt 5.</summary>
    Qt5,

    /// <summary>The same source built against Qt 6.</summary>
    Qt6,

    /// <summary><c>peer.py</c> on PyQt5.</summary>
    PyQt5,

    /// <summary><c>peer.py</c> on PyQt6.</summary>
    PyQt6,

    /// <summary><c>shm_peer.py</c>: Python's own multiprocessing.shared_memory.</summary>
    Python,

    /// <summary><c>frame_peer.py</c>: a camera or vision program on NumPy and OpenCV.</summary>
    Vision,

    /// <summary><c>layoutpeer.cpp</c>: programs that put a header of their own before their pixels.</summary>
    Layouts,

    /// <summary><c>boostpeer.cpp</c>: a program that keeps its objects in a managed segment of boost::interprocess.</summary>
    Boost,
}
