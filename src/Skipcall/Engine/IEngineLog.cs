using System;
using Skipcall.Engine.Scanning;

namespace Skipcall.Engine;

/// <summary>
/// What the engine has to tell the person in front of it. It is called from background threads, so whoever implements
/// it for a cmdlet only queues what it is told.
/// </summary>
internal interface IEngineLog
{
    /// <summary>Takes down what happens. The text is made only where somebody wants to read it, here and now.</summary>
    void Verbose(Func<string> text);

    /// <summary>The same for a detail.</summary>
    void Debug(Func<string> text);

    void Warning(string text);

    /// <summary>A wait has begun that ends at <paramref name="until"/> of the engine's clock, for <paramref name="reason"/>.</summary>
    void WaitStarted(TimeSpan until, string reason);

    /// <summary>A wait that was told of is over.</summary>
    void WaitEnded();

    /// <summary>A page has been written.</summary>
    /// <param name="progress">Says how far the scan has come since. It may be called at any time, from any thread, or never.</param>
    void Progress(Func<ScanProgress> progress);
}
