using System;
using Skipcall.Engine;
using Skipcall.Engine.Scanning;

namespace Skipcall.Benchmarks;

/// <summary>Hears nothing of what the engine has to say.</summary>
/// <param name="trouble">Takes warnings and waits, where there must be none; null where they are nothing to hear of either.</param>
internal sealed class Silence(Action<string>? trouble = null) : IEngineLog
{
    public void Verbose(Func<string> text)
    {
    }

    public void Debug(Func<string> text)
    {
    }

    public void Warning(string text) => trouble?.Invoke(text);

    public IDisposable BeginWait(TimeSpan until, string reason)
    {
        trouble?.Invoke(reason);
        return new Wait();
    }

    public void Progress(Func<ScanProgress> progress)
    {
    }

    private sealed class Wait : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
