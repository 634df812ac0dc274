namespace ShmDashboard.Peers.Tests.Watching;

/// <summary>
/// Tests that load the machine, depend on its speed, or start dashboards that have to attach, other tests' segments too: one
/// after the other, with nothing beside them.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HeavyLoad
{
    public const string Name = "heavy load";
}
