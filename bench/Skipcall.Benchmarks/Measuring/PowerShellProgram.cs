using System;
using System.IO;
using System.Linq;

namespace Skipcall.Benchmarks.Measuring;

/// <summary>The pwsh of this machine, if it has one.</summary>
internal static class PowerShellProgram
{
    private static readonly string s_name = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";

    public static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(System.IO.Path.PathSeparator)
        .Select(folder => System.IO.Path.Combine(folder, s_name))
        .FirstOrDefault(File.Exists);
}
