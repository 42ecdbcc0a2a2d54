using System;
using System.IO;
using SkipcallShell;

const string Usage = """
    A small PowerShell with the Skipcall module imported. It has the core commands only (ForEach-Object, Where-Object,
    Get-Help ...), not Select-Object, Export-Csv and the like: for those install PowerShell.

      dotnet run --project tools/SkipcallShell -- SCRIPT.ps1 [ARGUMENT ...]    runs a script
      dotnet run --project tools/SkipcallShell -- -Command TEXT                runs commands
      dotnet run --project tools/SkipcallShell                                 reads commands: at a prompt, or piped

    SKIPCALL_MODULE names another manifest to import than the checkout's.

    Exit code: what the script exits with, else 1 when it failed or showed an error, else 0; 130 after Ctrl+C.
    """;

// The engine reports its use to Microsoft unless told not to, and it reads this when it is first touched.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

switch (args)
{
    case []:
        return Run(session => session.RunPrompt());
    case [var option, .. var words] when IsShortFor(option, "-Command"):
        return Run(session => session.RunText(string.Join(' ', words)));
    case [var option, var path, .. var rest] when IsShortFor(option, "-File"):
        return Run(session => session.RunScript(path, rest));
    case [var option, ..] when option is "-?" or "--help" || IsShortFor(option, "-Help"):
        Console.WriteLine(Usage);
        return 0;
    case [['-', ..], ..]:
        Console.Error.WriteLine(Usage);
        return 64;
    default:
        return Run(session => session.RunScript(args[0], args[1..]));
}

static bool IsShortFor(string option, string name) =>
    option.Length > 1 && name.StartsWith(option, StringComparison.OrdinalIgnoreCase);

static int Run(Action<ShellSession> work)
{
    using ShellSession session = new();
    session.ImportModule(FindManifest());
    if (session.ExitCode == 0)
    {
        work(session);
    }

    return session.ExitCode;
}

static string FindManifest()
{
    if (Environment.GetEnvironmentVariable("SKIPCALL_MODULE") is { Length: > 0 } path)
    {
        return path;
    }

    for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
    {
        string manifest = Path.Combine(folder.FullName, "Skipcall.psd1");
        if (File.Exists(manifest))
        {
            return manifest;
        }
    }

    throw new FileNotFoundException("There is no Skipcall.psd1 in any folder above this program.");
}
