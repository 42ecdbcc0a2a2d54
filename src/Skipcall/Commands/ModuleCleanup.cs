using System.Diagnostics;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace Skipcall.Commands;

/// <summary>Clears the default connection when the module is removed, but not when it is imported again with -Force.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <summary>Called in the runspace from which the module is removed.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        // Import-Module -Force removes the module first; only the call stack differs from Remove-Module.
        foreach (var frame in new StackTrace().GetFrames())
        {
            if (typeof(ImportModuleCommand).IsAssignableFrom(frame.GetMethod()?.DeclaringType))
            {
                return;
            }
        }

        CurrentConnection.Current = null;
    }
}
