using System.Text;

namespace ShmDashboard.Web.Hosting;

/// <summary>
/// The name of this process in <c>ps</c>, and to another dashboard, which tells our looks from news by it. Started as
/// <c>dotnet ShmDashboard.Web.dll</c> it would be called like every other program of .NET.
/// </summary>
internal static class OwnName
{
    private const string Place = "/proc/self/comm"; // proc_pid_comm(5): may be written; cut at 15 bytes

    /// <summary>Takes the program's name where the process does not have it; goes on without where the kernel refuses.</summary>
    public static void Take()
    {
        const string Name = "ShmDashboard.Web";
        try
        {
            if (!Name.StartsWith(File.ReadAllText(Place).TrimEnd('\n'), StringComparison.Ordinal))
                File.WriteAllBytes(Place, Encoding.ASCII.GetBytes(Name));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // No /proc, or one that may only be read.
        }
    }
}
