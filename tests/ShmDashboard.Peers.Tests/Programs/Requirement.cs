using ShmDashboard.Peers.Tests.Machine;

namespace ShmDashboard.Peers.Tests.Programs;

/// <summary>
/// What a test needs from the machine. Where it is missing the test is skipped, saying how to get it; where CI is true it
/// fails, so that a machine that lost a peer is noticed.
/// </summary>
internal static class Requirement
{
    /// <summary>Goes on only if <paramref name="met"/>.</summary>
    public static void Met(bool met, string what, string packages) =>
        Met(met, $"{what} is not here. Install it with: sudo apt-get install {packages}");

    /// <summary>Goes on only where processes of another user can be started.</summary>
    public static void AnotherUser() =>
        Met(OrdinaryUser.IsAnother, "Only root can start processes of another user. Run the tests with: sudo tests/run.sh");

    /// <summary>Goes on only if the file is there.</summary>
    public static void Program(string path, string packages) => Met(File.Exists(path), path, packages);

    private static void Met(bool met, string message)
    {
        if (met)
            return;
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            Assert.Fail(message);
        Assert.Skip(message);
    }
}
