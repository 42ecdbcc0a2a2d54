using System.Management.Automation;

namespace Skipcall.Commands;

/// <summary>Clears the default connection when the module is removed.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <summary>Called by Remove-Module, in the runspace that the module is removed from.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo) => ConnectionState.Current = null;
}
