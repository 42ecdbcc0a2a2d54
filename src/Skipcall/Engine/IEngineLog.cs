using Skipcall.Engine.Scanning;

namespace Skipcall.Engine;

/// <summary>Receives the engine's messages. Called from background threads.</summary>
internal interface IEngineLog
{
    /// <summary>Logs a verbose message. The factory runs synchronously, and only if verbose output is enabled.</summary>
    void Verbose(Func<string> text);

    /// <summary>Logs a debug message, like <see cref="Verbose"/>.</summary>
    void Debug(Func<string> text);

    void Warning(string text);

    /// <summary>Announces a wait until a time on the engine's clock. Disposing the result ends it.</summary>
    IDisposable BeginWait(TimeSpan until, string reason);

    /// <summary>Reports progress after a page was written. The factory may run later, on any thread, or never.</summary>
    void Progress(Func<ScanProgress> progress);
}
