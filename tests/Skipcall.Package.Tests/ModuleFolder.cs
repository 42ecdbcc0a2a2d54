using System.Collections;
using System.Management.Automation.Language;

namespace Skipcall.Package.Tests;

/// <summary>A module in a folder. All checks look at one, so that they can be tried on a copy with a fault in it.</summary>
internal sealed class ModuleFolder(string path)
{
    public string Path { get; } = path;

    public string ManifestPath => At("Skipcall.psd1");

    public string MainAssembly => At("bin/Skipcall.dll");

    public string LoaderAssembly => At("bin/Skipcall.Loader.dll");

    /// <summary>The assemblies that are for Windows PowerShell alone.</summary>
    public IReadOnlyList<string> DesktopAssemblies => Directory.GetFiles(At("bin/desktop"), "*.dll");

    /// <summary>Every file, as a path inside the folder.</summary>
    public IReadOnlyList<string> Files => Directory.GetFiles(Path, "*", SearchOption.AllDirectories)
        .Select(file => System.IO.Path.GetRelativePath(Path, file).Replace('\\', '/')).Order(StringComparer.Ordinal).ToList();

    /// <summary>The manifest, read as PowerShell reads a data file: nothing in it is run.</summary>
    public Hashtable ReadManifest()
    {
        var script = Parser.ParseFile(ManifestPath, out _, out var errors);
        return errors is []
            ? (Hashtable)script.Find(part => part is HashtableAst, searchNestedScriptBlocks: false).SafeGetValue()
            : throw new InvalidDataException(errors[0].ToString());
    }

    public string At(string relativePath) => System.IO.Path.GetFullPath(relativePath, System.IO.Path.GetFullPath(Path));
}
