var b = WebApplication.CreateBuilder(args);
b.WebHost.UseStaticWebAssets();
b.Services.AddRazorComponents().AddInteractiveServerComponents();
var app = b.Build();
app.UseAntiforgery();
app.MapStaticAssets();
app.MapRazorComponents<ShmDashboard.Web.Components.App>().AddInteractiveServerRenderMode();
app.Run();
