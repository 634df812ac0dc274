using System.CommandLine;
using ShmDashboard.Web.CommandLine;

// The host ends in its own time, which it bounds itself: cut off earlier (the default is 2 s), it would leave behind what
// it holds.
return await DashboardCommand.RunAsync(
    args, new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
