using System.Management.Automation;
using System.Runtime.InteropServices;

namespace Skipcall.Loader;

/// <summary>
/// Resolves assemblies from <c>bin/desktop</c> on Windows PowerShell, which has no System.Text.Json and no binding redirects. Does
/// nothing on PowerShell 7.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <summary>Called before <c>Skipcall.dll</c> is loaded.</summary>
    public void OnImport()
    {
        if (RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal))
        {
            AssemblyFolder.Register(Path.Combine(Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location), "desktop"));
        }
    }
}
