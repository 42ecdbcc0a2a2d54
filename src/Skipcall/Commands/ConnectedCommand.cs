using System.Management.Automation;
using Skipcall.Commands.Completion;

namespace Skipcall.Commands;

/// <summary>What the cmdlets share that ask the service something.</summary>
public abstract class ConnectedCommand : SkipcallCommand
{
    /// <summary>The connection to use; without it, the one that Connect-Skipcall made in this runspace.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public SkipcallConnection? Connection { get; set; }

    /// <summary>The connection to use, or an end with <c>NotConnected</c>.</summary>
    internal SkipcallConnection RequireConnection()
    {
        var connection = Connection ?? ConnectionState.Current;
        if (connection is null)
        {
            Fail(
                new SkipcallException(SkipcallErrorId.NotConnected, "There is no connection to Skipcall in this runspace. Run Connect-Skipcall, or New-SkipcallSandbox | Connect-Skipcall to try the module without a key."),
                null);
        }

        return connection!;
    }
}
