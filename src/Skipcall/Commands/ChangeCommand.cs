using System.Management.Automation;
using Skipcall.Engine.Changes;

namespace Skipcall.Commands;

/// <summary>Base class of the cmdlets of the change feed.</summary>
public abstract class ChangeCommand : SkipcallCommand
{
    /// <summary>The folder with the state of the change feed.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string StatePath { get; set; } = "";

    internal StateFolder OpenFolder()
    {
        var path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(StatePath, out var provider, out _);
        if (provider.Name != "FileSystem")
        {
            Fail(new SkipcallException(SkipcallErrorId.InvalidRequest, $"-StatePath '{StatePath}' is not in the file system."), StatePath);
        }

        return new StateFolder(path);
    }
}
