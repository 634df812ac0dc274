namespace ShmDashboard.Tests;

/// <summary>Tests that weigh the whole process: nothing else runs beside them.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
