namespace Skipcall.Engine.Changes;

internal sealed class StateFolder : IStateFolder
{
    private const string LockName = "run.lock";
    private const int SharingViolation = unchecked((int)0x80070020);

    public StateFolder(string path) => Path = path;

    public string Path { get; }

    public IDisposable Lock()
    {
        try
        {
            Directory.CreateDirectory(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // The exception's own message may refer to a file.
            throw new SkipcallException(SkipcallErrorId.InvalidState, $"The folder '{Path}' for the state can't be created.", e);
        }

        try
        {
            // Never deleted: another run may already hold the lock.
            return new FileStream(PathOf(LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult == SharingViolation || IsLockedOnUnix(e))
        {
            throw new SkipcallException(SkipcallErrorId.InvalidState, $"Another run is using the state in '{Path}'. Wait until it has ended.", e);
        }
    }

    public IReadOnlyList<string> Find(string extension) =>
        Directory.Exists(Path) ? Directory.GetFiles(Path, "*" + extension).Select(System.IO.Path.GetFileName).OrderBy(name => name, StringComparer.Ordinal).ToArray()! : Array.Empty<string>();

    public Stream? Open(string name) =>
        File.Exists(PathOf(name)) ? new FileStream(PathOf(name), FileMode.Open, FileAccess.ReadWrite, FileShare.Read) : null;

    public Stream Create(string name) => new FileStream(PathOf(name), FileMode.Create, FileAccess.ReadWrite, FileShare.None);

    public void Flush(Stream stream) => ((FileStream)stream).Flush(flushToDisk: true);

    public void Replace(string source, string target)
    {
        if (File.Exists(PathOf(target)))
        {
            File.Replace(PathOf(source), PathOf(target), destinationBackupFileName: null);
        }
        else
        {
            File.Move(PathOf(source), PathOf(target));
        }
    }

    /// <summary>.NET reports EWOULDBLOCK (11 on Linux, 35 on macOS) as the plain number.</summary>
    private static bool IsLockedOnUnix(IOException e) => e.GetType() == typeof(IOException) && e.HResult is 11 or 35;

    private string PathOf(string name) => System.IO.Path.Combine(Path, name);
}
