using System.Management.Automation;
using Mono.Cecil;

namespace ResolverProbe;

/// <summary>The parameter's type is in the dependency, so that even reading the cmdlet needs it.</summary>
[Cmdlet(VerbsCommon.Get, "ResolverProbe")]
public sealed class GetResolverProbeCommand : PSCmdlet
{
    [Parameter]
    public ModuleKind Kind { get; set; } = ModuleKind.Console;

    protected override void EndProcessing() => WriteObject($"{Kind} from {typeof(ModuleKind).Assembly.Location}");
}
