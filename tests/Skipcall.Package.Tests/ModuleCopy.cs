using Mono.Cecil;

namespace Skipcall.Package.Tests;

/// <summary>A copy of the package in a temporary folder, laid out as on a module path, to plant faults in.</summary>
internal sealed class ModuleCopy : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("Skipcall.");

    public ModuleCopy()
    {
        var source = BuildOutput.Module;
        Folder = new ModuleFolder(Path.Combine(_root.FullName, "Skipcall", Path.GetFileName(source.Path)));
        foreach (var file in source.Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Folder.At(file))!);
            File.Copy(source.At(file), Folder.At(file));
        }
    }

    public ModuleFolder Folder { get; }

    /// <summary>An entry for PSModulePath.</summary>
    public string ModulePath => _root.FullName;

    public void EditManifest(string from, string to) =>
        File.WriteAllText(Folder.ManifestPath, File.ReadAllText(Folder.ManifestPath).Replace(from, to, StringComparison.Ordinal));

    public static void EditAssembly(string path, Action<AssemblyDefinition> edit)
    {
        using var stream = new MemoryStream(File.ReadAllBytes(path));
        using var assembly = AssemblyDefinition.ReadAssembly(stream);
        edit(assembly);
        assembly.Write(path);
    }

    public void Dispose() => _root.Delete(recursive: true);
}
