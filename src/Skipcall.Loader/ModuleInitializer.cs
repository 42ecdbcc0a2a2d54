using System;
using System.IO;
using System.Management.Automation;
using System.Runtime.InteropServices;

namespace Skipcall.Loader;

/// <summary>
/// Runs before <c>Skipcall.dll</c> is loaded. PowerShell 7 has all that is needed, and nothing is done there. Windows
/// PowerShell has no System.Text.Json, and powershell.exe no binding redirects: it is shown to <c>bin/desktop</c>.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <summary>Called at every import, also at a second one with -Force.</summary>
    public void OnImport()
    {
        if (RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal))
        {
            AssemblyFolder.Offer(Path.Combine(Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location), "desktop"));
        }
    }
}
