using System.Management.Automation;

namespace Skipcall.Commands;

/// <summary>Whoever removes the module has no connection when it is imported again.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <summary>Called by Remove-Module, in the runspace that the module leaves.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo) => ConnectionState.Current = null;
}
