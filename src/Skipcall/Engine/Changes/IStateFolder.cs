namespace Skipcall.Engine.Changes;

internal interface IStateFolder
{
    /// <summary>The path, for messages.</summary>
    string Path { get; }

    /// <summary>Locks the folder against other runs, and creates it if it is missing.</summary>
    /// <exception cref="SkipcallException"><c>InvalidState</c>: another run holds the lock.</exception>
    IDisposable Lock();

    IReadOnlyList<string> Find(string extension);

    /// <summary>Opens a file for reading and appending; null if it doesn't exist.</summary>
    Stream? Open(string name);

    /// <summary>Creates an empty file or truncates an existing one.</summary>
    Stream Create(string name);

    /// <summary>Flushes a stream to disk.</summary>
    void Flush(Stream stream);

    /// <summary>Atomically replaces a file.</summary>
    void Replace(string source, string target);
}
