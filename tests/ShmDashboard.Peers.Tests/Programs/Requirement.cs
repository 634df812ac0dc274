using ShmDashboard.Peers.Tests.Machine;

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

    /// <summary>Goes on only where processes of another user can be started; no package can bring that.</summary>
    public static void AnotherUser() =>
        Assert.SkipUnless(OrdinaryUser.IsAnother, "Only root can start processes of another user. Run the tests with: sudo tests/run.sh");

    /// <summary>Goes on only where another user gets at what he needs.</summary>
    public static void AnotherUser(bool can, string what) =>
        Assert.SkipUnless(can, $"{what} is out of reach for {OrdinaryUser.Name}. Run the tests from a directory that every user may enter.");

    /// <summary>
    /// Goes on only where a process may read the memory of another one of its user. The kernel's Yama forbids that, where it is
    /// switched on, to all but root.
    /// </summary>
    public static void PeerMemory()
    {
        const string Scope = "/proc/sys/kernel/yama/ptrace_scope";
        Assert.SkipUnless(!File.Exists(Scope) || File.ReadAllText(Scope).Trim() == "0",
            "The kernel keeps processes of one user from each other. Allow it with: sudo sysctl kernel.yama.ptrace_scope=0");
    }

    /// <summary>Goes on only if the file is there.</summary>
    public static void Program(string path, string packages) => Met(File.Exists(path), path, packages);
}
