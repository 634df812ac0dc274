namespace ShmDashboard.Peers.Tests.Watching;

/// <summary>Tests that load the machine or depend on its speed: one after the other, with nothing beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HeavyLoad
{
    public const string Name = "heavy load";
}
