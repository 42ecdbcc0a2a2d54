using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace Skipcall.Commands;

/// <summary>The default connection of each runspace.</summary>
internal static class CurrentConnection
{
    private static readonly ConditionalWeakTable<Runspace, Holder> s_holders = new();

    public static SkipcallConnection? Current
    {
        get => Runspace.DefaultRunspace is { } runspace && s_holders.TryGetValue(runspace, out var holder) ? holder.Connection : null;
        set => s_holders.GetOrCreateValue(Runspace.DefaultRunspace).Connection = value;
    }

    /// <summary>Returns the given connections or the default one. If there is none, fails with <c>NotConnected</c>.</summary>
    public static IReadOnlyList<SkipcallConnection> Require(SkipcallCommand command, SkipcallConnection[]? given)
    {
        var connections = given ?? (Current is { } current ? new[] { current } : Array.Empty<SkipcallConnection>());
        if (connections.Length == 0)
        {
            command.Fail(
                new SkipcallException(SkipcallErrorId.NotConnected, "There is no connection to Skipcall in this runspace. Run Connect-Skipcall, or New-SkipcallSandbox | Connect-Skipcall to try the module without a key."),
                null);
        }

        return connections;
    }

    private sealed class Holder
    {
        public SkipcallConnection? Connection { get; set; }
    }
}
