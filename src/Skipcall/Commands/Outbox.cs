using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using System.Threading.Tasks;
using Skipcall.Engine;
using Skipcall.Engine.Scanning;

namespace Skipcall.Commands;

/// <summary>
/// The one way from background work to the pipeline: what the work has to say and to write is queued here, and the pipeline's
/// thread takes it out and does it.
/// </summary>
internal sealed class Outbox : IEngineLog
{
    private readonly Queue<Action<SkipcallCommand>> _queue = new();
    private readonly CancellationToken _stop;
    private readonly bool _verbose;
    private readonly bool _debug;

    // Whether what is queued is to be done now, instead of when the pipeline's thread next looks.
    private bool _isDue;
    private bool _closed;

    // Pages sent and not written yet; how many of them the work need not wait for; and what it waits for when there are more.
    private int _unwritten;
    private int _room;
    private TaskCompletionSource<bool>? _awaited;

    /// <param name="verbose">Whether anybody reads verbose lines.</param>
    /// <param name="debug">Whether anybody reads debug lines.</param>
    /// <param name="stop">Ends all waiting.</param>
    public Outbox(bool verbose, bool debug, CancellationToken stop)
    {
        _verbose = verbose;
        _debug = debug;
        _stop = stop;

        // Once for all: to register for every page anew costs each of them.
        stop.Register(static box => ((Outbox)box!).Abandon(), this);
    }

    public void Verbose(Func<string> text)
    {
        if (_verbose)
        {
            var made = text();
            Post(command => command.Tell(made));
        }
    }

    public void Debug(Func<string> text)
    {
        if (_debug)
        {
            var made = text();
            Post(command => command.TellDetail(made));
        }
    }

    public void Warning(string text) => Post(command => command.Warn(text));

    public IDisposable BeginWait(TimeSpan until, string reason)
    {
        Post(command => command.WaitStarted(until, reason));
        return new Wait(this);
    }

    public void Progress(Func<ScanProgress> progress) => Post(command => command.ProgressView.Advanced(progress));

    /// <summary>
    /// Queues something for the pipeline's thread to do, in its turn. It does not wake the thread for it: a wake-up costs more
    /// than a page does, and the thread looks by itself often enough.
    /// </summary>
    public void Post(Action<SkipcallCommand> action)
    {
        lock (_queue)
        {
            _queue.Enqueue(action);
        }
    }

    /// <summary>
    /// Queues a page for the pipeline's thread to write, and waits until the one before it was written: so the next page is
    /// fetched and read while this one is written, and no more pile up. The first page is waited for itself: whoever wants only
    /// that has the next one not even asked for.
    /// </summary>
    public Task SendAsync(Action<SkipcallCommand> write)
    {
        lock (_queue)
        {
            _queue.Enqueue(command =>
            {
                write(command);
                Written();
            });
            _isDue = true;
            Monitor.PulseAll(_queue);
            if (++_unwritten <= _room)
            {
                return Task.CompletedTask;
            }

            // Asynchronously: the work goes on where it was, never on the pipeline's thread.
            _awaited = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_stop.IsCancellationRequested)
            {
                _awaited.TrySetCanceled();
            }

            return _awaited.Task;
        }
    }

    /// <summary>Says that nothing more comes.</summary>
    public void Close()
    {
        lock (_queue)
        {
            _closed = true;
            Monitor.PulseAll(_queue);
        }
    }

    /// <summary>Takes the next thing to do; waits for it no longer than this.</summary>
    /// <returns>False when there is none, or never will be.</returns>
    public bool TryTake(TimeSpan patience, [NotNullWhen(true)] out Action<SkipcallCommand>? action)
    {
        lock (_queue)
        {
            _isDue &= _queue.Count > 0;
            if (!_isDue && !_closed)
            {
                Monitor.Wait(_queue, patience);
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
                return _closed && _queue.Count == 0;
            }
        }
    }

    private sealed class Wait : IDisposable
    {
        private readonly Outbox _outbox;

        public Wait(Outbox outbox) => _outbox = outbox;

        public void Dispose() => _outbox.Post(static command => command.ProgressView.WaitEnded());
    }

    private void Written()
    {
        lock (_queue)
        {
            _room = 1;
            if (--_unwritten <= _room)
            {
                _awaited?.TrySetResult(true);
            }
        }
    }

    private void Abandon()
    {
        lock (_queue)
        {
            _awaited?.TrySetCanceled();
        }
    }
}
