using System.Management.Automation;

namespace Skipcall.Commands;

/// <summary>Clears the runspace's default connection. Connections in variables can still be used.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Skipcall", HelpUri = HelpUris.Root + "Disconnect-Skipcall.md")]
public sealed class DisconnectSkipcallCommand : SkipcallCommand
{
    /// <summary>Clears the default connection, if there is one.</summary>
    protected override void ProcessRecord() => CurrentConnection.Current = null;
}
