using System.Reflection;

namespace Skipcall.Loader;

/// <summary>Resolves assemblies from a folder when the runtime can't find them.</summary>
internal sealed class AssemblyFolder
{
    private static int s_isOffered;

    private readonly string _path;

    private AssemblyFolder(string path) => _path = path;

    /// <summary>Starts resolving from the folder. Only the first call in a process has an effect.</summary>
    public static void Offer(string path)
    {
        if (Interlocked.Exchange(ref s_isOffered, 1) == 0)
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
