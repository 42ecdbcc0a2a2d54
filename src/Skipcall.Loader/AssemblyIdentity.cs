using System.Reflection;

namespace Skipcall.Loader;

internal static class AssemblyIdentity
{
    /// <summary>
    /// Whether an assembly satisfies a reference: same name, key and culture, and at least its version. A partial name never matches,
    /// because compiled references are complete.
    /// </summary>
    public static bool Satisfies(AssemblyName offered, AssemblyName wanted) =>
        string.Equals(offered.Name, wanted.Name, StringComparison.OrdinalIgnoreCase)
        && wanted.GetPublicKeyToken() is { Length: > 0 } token
        && token.SequenceEqual(offered.GetPublicKeyToken() ?? [])
        && string.Equals(offered.CultureName ?? "", wanted.CultureName ?? "", StringComparison.OrdinalIgnoreCase)
        && wanted.Version is { } version
        && offered.Version >= version;
}
