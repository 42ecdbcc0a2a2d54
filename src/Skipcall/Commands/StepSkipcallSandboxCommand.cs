using System.Management.Automation;

namespace Skipcall.Commands;

/// <summary>Lets days pass in a sandbox: contacts are called, change, join, leave and return.</summary>
[Cmdlet(VerbsCommon.Step, "SkipcallSandbox", HelpUri = HelpUris.Root + "Step-SkipcallSandbox.md")]
[OutputType(typeof(Sandbox))]
public sealed class StepSkipcallSandboxCommand : SkipcallCommand
{
    /// <summary>The sandbox.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public Sandbox Sandbox { get; set; } = null!;

    /// <summary>The number of days.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int Day { get; set; } = 1;

    /// <summary>The seed for the changes. The same seed always makes the same changes.</summary>
    [Parameter]
    public int Seed { get; set; }

    /// <summary>Writes the sandbox.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Lets the days pass.</summary>
    protected override void ProcessRecord()
    {
        Sandbox.Step(Day, Seed);
        if (PassThru)
        {
            Write(Sandbox);
        }
    }
}
