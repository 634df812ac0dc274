namespace ShmDashboard.SharedMemory.Qt;

/// <summary>Where a segment's key file lies, which decides who meets whom: only programs with the same file share a segment.</summary>
public enum QtKeyFilePlace
{
    /// <summary>In a directory that Qt programs started like us use, or in one named in <c>CatalogOptions</c>.</summary>
    Usual,

    /// <summary>In a directory that only programs with another <c>TMPDIR</c> or <c>XDG_RUNTIME_DIR</c> use.</summary>
    OtherDirectory,

    /// <summary>In a file tree that is not ours (another mount namespace or root directory), seen through a process in it.</summary>
    OtherRoot,
}
