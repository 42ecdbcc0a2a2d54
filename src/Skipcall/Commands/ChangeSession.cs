using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace Skipcall.Commands;

/// <summary>Remembers the last run over each sequence, per runspace.</summary>
internal static class ChangeSession
{
    private static readonly ConditionalWeakTable<Runspace, Dictionary<string, Dictionary<string, Guid>>> s_runs = new();

    /// <summary>The last runs with this state folder, by sequence id.</summary>
    public static Dictionary<string, Guid> Runs(string statePath)
    {
        var paths = s_runs.GetOrCreateValue(Runspace.DefaultRunspace);
        if (!paths.TryGetValue(statePath, out var runs))
        {
            paths.Add(statePath, runs = new Dictionary<string, Guid>(StringComparer.Ordinal));
        }

        return runs;
    }
}
