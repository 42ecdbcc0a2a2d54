using System.Xml.Linq;
using Mono.Cecil;

namespace Skipcall.Package.Tests.Checks;

/// <summary>Whether the files, the manifest, the cmdlets and the help agree.</summary>
internal static class Contents
{
    private static readonly string[] s_files =
        ["LICENSE", "Skipcall.Format.ps1xml", "Skipcall.Types.ps1xml", "Skipcall.psd1", "THIRD-PARTY-NOTICES.txt", "bin/Skipcall.Loader.dll", "bin/Skipcall.dll"];

    /// <summary>Unexpected and missing files.</summary>
    public static IEnumerable<string> Misplaced(ModuleFolder module)
    {
        var others = module.Files.Except(s_files).Where(file => !IsDesktopAssembly(file) && !IsHelp(file)).Select(file => $"{file} does not belong here.");
        var missing = s_files.Except(module.Files).Select(file => $"{file} is missing.");
        return others.Concat(missing).Concat(Closure.Unreached(module)).Concat(PowerShellAssemblies(module));
    }

    public static IEnumerable<string> ExportsNotCmdlets(ModuleFolder module) => Differences("exported", Exports(module), "in Skipcall.dll", Cmdlets(module));

    public static IEnumerable<string> ExportsNotHelp(ModuleFolder module) => Differences("exported", Exports(module), "in the help", HelpEntries(module));

    public static IReadOnlyList<string> Exports(ModuleFolder module) => ((object[])module.ReadManifest()["CmdletsToExport"]!).Cast<string>().ToList();

    private static bool IsDesktopAssembly(string file) => file.StartsWith("bin/desktop/", StringComparison.Ordinal) && file.EndsWith(".dll", StringComparison.Ordinal);

    private static bool IsHelp(string file) =>
        file == "en-US/Skipcall.dll-Help.xml" || (file.StartsWith("en-US/about_", StringComparison.Ordinal) && file.EndsWith(".help.txt", StringComparison.Ordinal));

    private static IEnumerable<string> PowerShellAssemblies(ModuleFolder module) => module.Files
        .Where(file => Path.GetFileName(file).StartsWith("System.Management.Automation", StringComparison.OrdinalIgnoreCase)
            || Path.GetFileName(file).StartsWith("Microsoft.PowerShell", StringComparison.OrdinalIgnoreCase))
        .Select(file => $"{file} is PowerShell's own.");

    private static List<string> Cmdlets(ModuleFolder module)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(module.MainAssembly);
        return assembly.MainModule.Types
            .SelectMany(type => type.CustomAttributes)
            .Where(attribute => attribute.AttributeType.Name == "CmdletAttribute")
            .Select(attribute => $"{attribute.ConstructorArguments[0].Value}-{attribute.ConstructorArguments[1].Value}").ToList();
    }

    private static List<string> HelpEntries(ModuleFolder module)
    {
        var file = module.At("en-US/Skipcall.dll-Help.xml");
        XNamespace command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
        return File.Exists(file)
            ? XDocument.Load(file).Descendants(command + "details").Select(details => details.Element(command + "name")!.Value.Trim()).ToList()
            : [];
    }

    private static IEnumerable<string> Differences(string one, IReadOnlyList<string> first, string other, IReadOnlyList<string> second) =>
        first.Except(second).Select(name => $"{name} is {one} and not {other}.").Concat(second.Except(first).Select(name => $"{name} is {other} and not {one}."));
}
