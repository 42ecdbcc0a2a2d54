using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace Skipcall.Commands;

/// <summary>Holds the default connection of each runspace.</summary>
internal static class ConnectionState
{
    private static readonly ConditionalWeakTable<Runspace, Holder> s_holders = new();

    /// <summary>The default connection of the current runspace, or null.</summary>
    public static SkipcallConnection? Current
    {
        get => Runspace.DefaultRunspace is { } runspace && s_holders.TryGetValue(runspace, out var holder) ? holder.Connection : null;
        set => s_holders.GetOrCreateValue(Runspace.DefaultRunspace).Connection = value;
    }

    private sealed class Holder
    {
        public SkipcallConnection? Connection { get; set; }
    }
}
