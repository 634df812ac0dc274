namespace ShmDashboard.Web.Components.Diagnosis;

/// <summary>What a node of the drawn wait graph stands for.</summary>
internal enum WaitNodeShape
{
    /// <summary>A process.</summary>
    Process,

    /// <summary>The lock of a segment.</summary>
    Lock,
}
