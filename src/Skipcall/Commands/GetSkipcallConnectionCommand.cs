using System.Management.Automation;

namespace Skipcall.Commands;

/// <summary>Shows the connection of this runspace: where to, with which key (masked), and what is left of the rate limit.</summary>
[Cmdlet(VerbsCommon.Get, "SkipcallConnection", HelpUri = HelpUris.Root + "Get-SkipcallConnection.md")]
[OutputType(typeof(SkipcallConnection))]
public sealed class GetSkipcallConnectionCommand : SkipcallCommand
{
    /// <summary>Writes the connection, or nothing when there is none.</summary>
    protected override void ProcessRecord()
    {
        if (ConnectionState.Current is { } connection)
        {
            Write(connection);
        }
    }
}
