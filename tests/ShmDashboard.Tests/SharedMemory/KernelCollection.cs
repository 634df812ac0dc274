namespace ShmDashboard.Tests.SharedMemory;

/// <summary>Tests that count attachments or open files of this process run one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class KernelCollection
{
    public const string Name = "kernel";
}
