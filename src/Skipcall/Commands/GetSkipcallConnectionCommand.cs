using System.Management.Automation;

namespace Skipcall.Commands;

/// <summary>Gets the runspace's default connection with its address, masked key and rate limit.</summary>
[Cmdlet(VerbsCommon.Get, "SkipcallConnection", HelpUri = HelpUris.Root + "Get-SkipcallConnection.md")]
[OutputType(typeof(SkipcallConnection))]
public sealed class GetSkipcallConnectionCommand : SkipcallCommand
{
    /// <summary>Writes the default connection, if there is one.</summary>
    protected override void ProcessRecord()
    {
        if (CurrentConnection.Current is { } connection)
        {
            Write(connection);
        }
    }
}
