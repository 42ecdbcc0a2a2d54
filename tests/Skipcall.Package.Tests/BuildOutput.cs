using System.Reflection;

namespace Skipcall.Package.Tests;

internal static class BuildOutput
{
    private static readonly Dictionary<string, string> s_values = typeof(BuildOutput).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(place => place.Key, place => place.Value!);

    public static string DesktopFramework => s_values["DesktopFramework"];

    public static string CoreFramework => s_values["CoreFramework"];

    public static string PowerShellStandard => s_values["PowerShellStandard"];

    public static string OlderJson => s_values["OlderJson"];

    public static string Packages => s_values["Packages"];

    public static string Probe => s_values["Probe"];

    public static string ProbeDependency => s_values["ProbeDependency"];

    /// <summary>The package's folder: from this build, or <c>SKIPCALL_PACKAGE</c>.</summary>
    public static string Output => System.Environment.GetEnvironmentVariable("SKIPCALL_PACKAGE") ?? s_values["Output"];

    public static string Package => Directory.GetFiles(Output, "Skipcall.*.nupkg").Single();

    public static ModuleFolder Module => new(Directory.GetDirectories(Path.Combine(Output, "Skipcall")).Single());
}
