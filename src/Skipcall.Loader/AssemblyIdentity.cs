using System;
using System.Linq;
using System.Reflection;

namespace Skipcall.Loader;

/// <summary>Whether one assembly may stand for another.</summary>
internal static class AssemblyIdentity
{
    /// <summary>
    /// The same name, public key token and culture, and at least the version. A partial name is never satisfied: no
    /// compiled reference is one, so whoever asks that way means no assembly of ours.
    /// </summary>
    public static bool Satisfies(AssemblyName offered, AssemblyName wanted) =>
        string.Equals(offered.Name, wanted.Name, StringComparison.OrdinalIgnoreCase)
        && wanted.GetPublicKeyToken() is { Length: > 0 } token
        && token.SequenceEqual(offered.GetPublicKeyToken() ?? [])
        && string.Equals(offered.CultureName ?? "", wanted.CultureName ?? "", StringComparison.OrdinalIgnoreCase)
        && wanted.Version is { } version
        && offered.Version >= version;
}
