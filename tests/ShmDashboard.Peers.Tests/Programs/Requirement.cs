namespace ShmDashboard.Peers.Tests.Programs;

/// <summary>
/// What a test needs from the machine. Where it is missing the test is skipped, saying how to get it; where CI is true it
/// fails, so that a machine that lost a peer is noticed.
/// </summary>
internal static class Requirement
{
    /// <summary>Goes on only if <paramref name="met"/>.</summary>
    public static void Met(bool met, string what, string packages)
    {
        if (met)
            return;
        string message = $"{what} is not here. Install it with: sudo apt-get install {packages}";
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            Assert.Fail(message);
        Assert.Skip(message);
    }

    /// <summary>Goes on only if the file is there.</summary>
    public static void Program(string path, string packages) => Met(File.Exists(path), path, packages);
}
