using System.Management.Automation;

namespace Skipcall.Commands;

/// <summary>Clears the default connection of this runspace. Connections in variables stay usable.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Skipcall", HelpUri = HelpUris.Root + "Disconnect-Skipcall.md")]
public sealed class DisconnectSkipcallCommand : SkipcallCommand
{
    /// <summary>Clears the default connection, if there is one.</summary>
    protected override void ProcessRecord() => ConnectionState.Current = null;
}
