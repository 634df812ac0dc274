namespace ShmDashboard.Monitoring.Sampling;

/// <summary>Whether whoever writes a segment takes its lock for that, as far as it was seen.</summary>
internal enum WriterDiscipline
{
    /// <summary>Too little was seen.</summary>
    Unknown,

    /// <summary>The lock was operated whenever the content changed, several times and without exception.</summary>
    Keeps,

    /// <summary>The content changed although nobody had taken the lock.</summary>
    Ignores,
}
