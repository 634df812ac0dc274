namespace ShmDashboard.Peers.Tests.Browsing;

/// <summary>Tests in the one browser, one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class BrowserCollection : ICollectionFixture<Chromium>
{
    public const string Name = "browser";
}
