using System.Management.Automation;

namespace Skipcall.Commands;

/// <summary>Ends the connection of this runspace. Connections kept in variables go on working.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Skipcall", HelpUri = HelpUris.Root + "Disconnect-Skipcall.md")]
public sealed class DisconnectSkipcallCommand : SkipcallCommand
{
    /// <summary>Forgets the connection; does nothing when there is none.</summary>
    protected override void ProcessRecord() => ConnectionState.Current = null;
}
