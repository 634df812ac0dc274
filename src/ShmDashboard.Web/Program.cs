using ShmDashboard.Web.CommandLine;

return await DashboardCommand.Create().Parse(args).InvokeAsync();
