using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace ShmDashboard.Web.Tests;

/// <summary>bunit was built against a newer AngleSharp.Diffing; it gets the one that lies beside the tests.</summary>
internal static class DiffingVersion
{
    [ModuleInitializer]
    internal static void UseTheOneBesideUs() => AssemblyLoadContext.Default.Resolving += (context, name) =>
        name.Name == "AngleSharp.Diffing"
            ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "AngleSharp.Diffing.dll"))
            : null;
}
