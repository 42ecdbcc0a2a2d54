using System;

namespace Skipcall.Benchmarks.Measuring;

/// <summary>What the command line asks for.</summary>
/// <param name="Quick">A smoke run: small lists, one round.</param>
/// <param name="Only">Only the cases whose name has this in it; null for all.</param>
/// <param name="JsonPath">Where the table goes as JSON; null for nowhere.</param>
internal sealed record Options(bool Quick, string? Only, string? JsonPath)
{
    public static Options Parse(string[] arguments) =>
        new(Array.IndexOf(arguments, "--quick") >= 0, ValueOf(arguments, "--only"), ValueOf(arguments, "--json"));

    private static string? ValueOf(string[] arguments, string name) =>
        Array.IndexOf(arguments, name) is >= 0 and var index && index + 1 < arguments.Length ? arguments[index + 1] : null;
}
