using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Xunit;

namespace Skipcall.Package.Tests;

/// <summary>A PowerShell in a process of its own: what one test loads, no other sees.</summary>
internal sealed class Engine
{
    private static readonly TimeSpan s_bound = TimeSpan.FromMinutes(2);

    private readonly string _program;
    private readonly string[] _arguments;

    private Engine(string program, params string[] arguments) => (_program, _arguments) = (program, arguments);

    /// <summary>The engine from NuGet, which is always there.</summary>
    public static Engine Core { get; } = new(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet", Places.Shell);

    /// <summary>PowerShell 7 as installed; the test is skipped where it is not.</summary>
    public static Engine Pwsh
    {
        get
        {
            var name = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
            var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name)));
            Assert.SkipUnless(found, "PowerShell 7 (pwsh) is not installed here.");
            return new Engine(name, "-NoProfile", "-NonInteractive", "-File");
        }
    }

    public static Engine Named(string name) => name == nameof(Pwsh) ? Pwsh : Core;

    /// <summary>Runs a script with the module at a manifest imported; installed PowerShell needs none. What is written comes back line by line.</summary>
    public IReadOnlyList<string> Run(string? manifest, string script, string? modulePath = null)
    {
        var file = Path.Combine(Path.GetTempPath(), $"Skipcall.{Guid.NewGuid():N}.ps1");
        var import = manifest is null || this == Core ? "" : $"Import-Module '{manifest}'\n";
        File.WriteAllText(file, "$ErrorActionPreference = 'Stop'\n" + import + script);
        try
        {
            var start = new ProcessStartInfo(_program, [.. _arguments, file]) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["SKIPCALL_MODULE"] = manifest;
            start.Environment["NO_COLOR"] = "1";
            start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
            if (modulePath is not null)
            {
                start.Environment["PSModulePath"] = modulePath;
            }

            return Finish(start);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static List<string> Finish(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(s_bound))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("The script did not end.");
        }

        var lines = output.Result.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0).ToList();
        return process.ExitCode == 0
            ? lines
            : throw new InvalidOperationException($"The script failed: {errors.Result}{string.Join('\n', lines)}");
    }
}
