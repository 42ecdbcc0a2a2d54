namespace Skipcall.Engine.Changes;

/// <summary>The folder with the state files.</summary>
internal interface IStateFolder
{
    /// <summary>The folder, for messages.</summary>
    string Path { get; }

    /// <summary>Keeps other runs out until it is disposed of. Makes the folder if it is missing.</summary>
    /// <exception cref="SkipcallException"><c>InvalidState</c>: another run has it.</exception>
    IDisposable Lock();

    /// <summary>Names of the files that end in <paramref name="extension"/>.</summary>
    IReadOnlyList<string> Find(string extension);

    /// <summary>Opens a file to read and append; null if there is none.</summary>
    Stream? Open(string name);

    /// <summary>Makes an empty file, in place of the one that may be there.</summary>
    Stream Create(string name);

    /// <summary>Writes to the disk what was written to the stream.</summary>
    void Flush(Stream stream);

    /// <summary>Puts a file in the place of another, all at once.</summary>
    void Replace(string source, string target);
}
