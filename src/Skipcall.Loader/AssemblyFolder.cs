using System.Reflection;

namespace Skipcall.Loader;

/// <summary>Resolves assemblies from a folder when the runtime can't find them.</summary>
internal sealed class AssemblyFolder
{
    private static int s_isRegistered;

    private readonly string _path;

    private AssemblyFolder(string path) => _path = path;

    /// <summary>Registers the folder, once per process.</summary>
    public static void Register(string path)
    {
        if (Interlocked.Exchange(ref s_isRegistered, 1) == 0)
        {
            AppDomain.CurrentDomain.AssemblyResolve += new AssemblyFolder(path).Resolve;
        }
    }

    private Assembly? Resolve(object sender, ResolveEventArgs request)
    {
        var wanted = new AssemblyName(request.Name);
        var file = Path.Combine(_path, wanted.Name + ".dll");
        return File.Exists(file) && AssemblyIdentity.Satisfies(AssemblyName.GetAssemblyName(file), wanted) ? Assembly.LoadFrom(file) : null;
    }
}
