using System.Diagnostics.CodeAnalysis;
using Skipcall.Engine;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Scanning;

namespace Skipcall.Commands;

/// <summary>A queue of actions that background work posts and the pipeline thread runs.</summary>
internal sealed class Outbox : IEngineLog, IDisposable
{
    private readonly Queue<Action<SkipcallCommand>> _queue = new();
    private readonly SemaphoreSlim _room = new(0);
    private readonly CancellationToken _stop;
    private readonly bool _verbose;
    private readonly bool _debug;
    private bool _isDue;
    private bool _isClosed;
    private int _written;

    public Outbox(bool verbose, bool debug, CancellationToken stop)
    {
        _verbose = verbose;
        _debug = debug;
        _stop = stop;
    }

    public void Verbose(Func<string> text)
    {
        if (_verbose && Make(text) is { } line)
        {
            Post(command => command.WriteLine(line));
        }
    }

    public void Debug(Func<string> text)
    {
        if (_debug && Make(text) is { } line)
        {
            Post(command => command.WriteDetail(line));
        }
    }

    public void Warning(string text) => Post(command => command.Warn(text));

    public IDisposable BeginWait(TimeSpan until, string reason)
    {
        Post(command => command.BeginWait(until, reason));
        return new Wait(this);
    }

    public void Progress(Func<ScanProgress> progress) => Post(command => command.ProgressView.Advance(progress));

    public void Unreadable(UnreadableRecord record, long page) => Post(command => command.Report(
        new SkipcallException(SkipcallErrorId.InvalidResponse, $"Record {record.Index + 1} on page {page} can't be identified ({record.Reason}): {record.Json}"),
        record.Json));

    /// <summary>Queues an action without waking the pipeline thread, because a wake-up costs more than a page and the thread polls anyway.</summary>
    public void Post(Action<SkipcallCommand> action)
    {
        lock (_queue)
        {
            _queue.Enqueue(action);
        }
    }

    /// <summary>
    /// Queues a page for writing. Returns once the previous page is written, so the next page is fetched meanwhile. The first page waits
    /// for itself, so one page costs one request.
    /// </summary>
    public Task SendAsync(Action<SkipcallCommand> write)
    {
        lock (_queue)
        {
            _queue.Enqueue(command =>
            {
                write(command);
                _room.Release(_written++ == 0 ? 2 : 1);
            });
            _isDue = true;
            Monitor.PulseAll(_queue);
        }

        return _room.WaitAsync(_stop);
    }

    public void Close()
    {
        lock (_queue)
        {
            _isClosed = true;
            Monitor.PulseAll(_queue);
        }
    }

    /// <summary>Takes the next action, or waits for one up to <paramref name="timeout"/>.</summary>
    public bool TryTake(TimeSpan timeout, [NotNullWhen(true)] out Action<SkipcallCommand>? action)
    {
        lock (_queue)
        {
            _isDue &= _queue.Count > 0;
            if (!_isDue && !_isClosed)
            {
                Monitor.Wait(_queue, timeout);
                _isDue = _queue.Count > 0;
            }

            action = _queue.Count > 0 ? _queue.Dequeue() : null;
            return action is not null;
        }
    }

    public bool IsFinished
    {
        get
        {
            lock (_queue)
            {
                return _isClosed && _queue.Count == 0;
            }
        }
    }

    public void Dispose() => _room.Dispose();

    /// <summary>Creates the text of a message; null if that fails.</summary>
    private static string? Make(Func<string> text)
    {
        try
        {
            return text();
        }
        catch (Exception)
        {
            return null;
        }
    }

    private sealed class Wait : IDisposable
    {
        private readonly Outbox _outbox;

        public Wait(Outbox outbox) => _outbox = outbox;

        public void Dispose() => _outbox.Post(static command => command.ProgressView.EndWait());
    }
}
