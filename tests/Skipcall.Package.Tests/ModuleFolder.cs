using System.Collections;
using System.Management.Automation.Language;

namespace Skipcall.Package.Tests;

/// <summary>A module in a folder. Checks take one, so that they can be tested on a faulty copy.</summary>
internal sealed class ModuleFolder(string path)
{
    public string Path { get; } = path;

    public string ManifestPath => At("Skipcall.psd1");

    public string MainAssembly => At("bin/Skipcall.dll");

    public string LoaderAssembly => At("bin/Skipcall.Loader.dll");

    /// <summary>The assemblies for Windows PowerShell only.</summary>
    public IReadOnlyList<string> DesktopAssemblies => Directory.GetFiles(At("bin/desktop"), "*.dll");

    public IReadOnlyList<string> Files => Directory.GetFiles(Path, "*", SearchOption.AllDirectories)
        .Select(file => System.IO.Path.GetRelativePath(Path, file).Replace('\\', '/')).Order(StringComparer.Ordinal).ToList();

    /// <summary>Reads the manifest as PowerShell does, without running it.</summary>
    public Hashtable ReadManifest()
    {
        var script = Parser.ParseFile(ManifestPath, out _, out var errors);
        return errors is []
            ? (Hashtable)script.Find(part => part is HashtableAst, searchNestedScriptBlocks: false).SafeGetValue()
            : throw new InvalidDataException(errors[0].ToString());
    }

    public string At(string relativePath) => System.IO.Path.GetFullPath(relativePath, System.IO.Path.GetFullPath(Path));
}
