using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;

namespace Skipcall.Sandboxing;

/// <summary>The <c>workspaceIds</c> that narrow a list: ids with commas between them in one text.</summary>
internal static class WorkspaceFilter
{
    public const string Parameter = "workspaceIds";

    /// <summary>The workspaces that are asked for: all of them when the request names none.</summary>
    public static bool TryRead(
        IncomingQuery query,
        [NotNullWhen(true)] out IReadOnlyList<string>? workspaceIds,
        [NotNullWhen(false)] out SandboxReply? refusal)
    {
        workspaceIds = query[Parameter]?.Split(',') ?? SampleOrganization.WorkspaceIds;
        refusal = workspaceIds.FirstOrDefault(id => !SampleOrganization.WorkspaceIds.Contains(id, StringComparer.Ordinal)) is { } unknown
            ? ErrorReply.NotInSandbox($"The sandbox has no workspace '{unknown}', and what the service answers then is not known")
            : null;
        return refusal is null;
    }
}
