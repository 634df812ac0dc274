using ShmDashboard.Web.Components;

var b = WebApplication.CreateBuilder(args);
b.WebHost.UseStaticWebAssets();
b.Services.AddDashboardComponents();
var app = b.Build();
app.UseAntiforgery();
app.MapStaticAssets();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
app.Run();
