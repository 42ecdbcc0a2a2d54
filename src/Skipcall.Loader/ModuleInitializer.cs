using System.Management.Automation;
using System.Runtime.InteropServices;

namespace Skipcall.Loader;

/// <summary>
/// Runs before <c>Skipcall.dll</c> is loaded. Windows PowerShell has no System.Text.Json, and powershell.exe has no binding
/// redirects, so there it resolves assemblies from <c>bin/desktop</c>. On PowerShell 7 it does nothing.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <summary>Called at every import.</summary>
    public void OnImport()
    {
        if (RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal))
        {
            AssemblyFolder.Offer(Path.Combine(Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location), "desktop"));
        }
    }
}
