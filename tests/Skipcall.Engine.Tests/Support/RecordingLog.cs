using System.Collections.Concurrent;
using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests;

/// <summary>Records what the engine logs; without debug lines, a scan takes half the time.</summary>
internal sealed class RecordingLog(bool isDebug = true) : IEngineLog
{
    private readonly ConcurrentQueue<(string Kind, string Text)> _all = new();

    public IReadOnlyList<string> VerboseLines => Of("verbose");

    public IReadOnlyList<string> Warnings => Of("warning");

    public IReadOnlyList<string> Waits => Of("wait");

    /// <summary>The announced end of each wait, on the caller's clock.</summary>
    public ConcurrentQueue<TimeSpan> WaitEnds { get; } = new();

    public IReadOnlyList<string> All => _all.Select(notice => notice.Kind + ": " + notice.Text).ToList();

    public void Verbose(Func<string> text) => _all.Enqueue(("verbose", text()));

    public void Debug(Func<string> text)
    {
        if (isDebug)
        {
            _all.Enqueue(("debug", text()));
        }
    }

    public void Warning(string text) => _all.Enqueue(("warning", text));

    public IDisposable BeginWait(TimeSpan until, string reason)
    {
        WaitEnds.Enqueue(until);
        _all.Enqueue(("wait", reason));
        return new Wait(this);
    }

    public ConcurrentQueue<ScanProgress> Steps { get; } = new();

    public void Progress(Func<ScanProgress> progress)
    {
        var step = progress();
        Steps.Enqueue(step);
        _all.Enqueue(("progress", step.ToString()));
    }

    private sealed class Wait(RecordingLog log) : IDisposable
    {
        public void Dispose() => log._all.Enqueue(("wait over", ""));
    }

    private List<string> Of(string kind) => _all.Where(notice => notice.Kind == kind).Select(notice => notice.Text).ToList();
}
