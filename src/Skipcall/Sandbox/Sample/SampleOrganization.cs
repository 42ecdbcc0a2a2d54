namespace Skipcall.Sandboxing;

/// <summary>The organization of every sandbox. All sequences are in the first of its two workspaces.</summary>
internal static class SampleOrganization
{
    public const string Id = "5a4d0b0e-0000-4000-8000-000000000010";
    public const string MainWorkspaceId = "5a4d0b0e-0000-4000-8000-000000000001";
    public const string SecondWorkspaceId = "5a4d0b0e-0000-4000-8000-000000000002";

    /// <summary>The caller's number, from the range reserved for fiction.</summary>
    public const string PhoneNumber = "+33199009999";

    private static readonly SampleUser[] s_callers =
    {
        new("5a4d0b0e-0000-4000-8000-000000000101", "Alix", "Modèle", MainWorkspaceId),
        new("5a4d0b0e-0000-4000-8000-000000000102", "Robin", "Essai", MainWorkspaceId),
        new("5a4d0b0e-0000-4000-8000-000000000103", "Sacha", "Démo", MainWorkspaceId, SecondWorkspaceId),
    };

    public static IReadOnlyList<string> WorkspaceIds { get; } = new[] { MainWorkspaceId, SecondWorkspaceId };

    public static IReadOnlyList<SampleUser> Users { get; } = s_callers
        .Append(new SampleUser("5a4d0b0e-0000-4000-8000-000000000104", "Charlie", "Exemple", SecondWorkspaceId))
        .ToArray();

    public static SampleUser CallerOf(string callId) =>
        s_callers[DeterministicId.Seed(callId) % (ulong)s_callers.Length];
}

internal sealed record SampleUser(string OrganizationMembershipId, string FirstName, string LastName, params string[] WorkspaceIds);
