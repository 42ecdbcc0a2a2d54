using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using Skipcall.Engine;
using Skipcall.Engine.Scanning;

namespace Skipcall.Commands;

/// <summary>
/// The one way from background work to the pipeline: what the work has to say and to write is queued here, and the pipeline's
/// thread takes it out and does it.
/// </summary>
internal sealed class Outbox : INotices, IDisposable
{
    private readonly BlockingCollection<Action<SkipcallCommand>> _queue = new();
    private readonly CancellationToken _stop;

    public Outbox(CancellationToken stop) => _stop = stop;

    public void Verbose(string text) => Post(command => command.Tell(text));

    public void Debug(string text) => Post(command => command.TellDetail(text));

    public void Warning(string text) => Post(command => command.Warn(text));

    public void WaitStarted(TimeSpan until, string reason) => Post(command => command.WaitStarted(until, reason));

    public void WaitEnded() => Post(static command => command.ProgressView.WaitEnded());

    public void Progress(ScanProgress progress) => Post(command => command.ProgressView.Advanced(progress));

    /// <summary>Queues something for the pipeline's thread to do.</summary>
    public void Post(Action<SkipcallCommand> action)
    {
        try
        {
            _queue.Add(action, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            // The pipeline is gone: there is nobody to tell.
        }
    }

    /// <summary>Queues something, and waits until the pipeline's thread has done it.</summary>
    public async Task SendAsync(Action<SkipcallCommand> action)
    {
        // Asynchronously: the work goes on where it was, never on the pipeline's thread.
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (_stop.Register(() => done.TrySetCanceled()))
        {
            Post(command =>
            {
                action(command);
                done.TrySetResult(true);
            });
            await done.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Says that nothing more comes.</summary>
    public void Close() => _queue.CompleteAdding();

    /// <summary>Takes the next thing to do; false when there is none within the time, or never will be.</summary>
    public bool TryTake(TimeSpan patience, out Action<SkipcallCommand> action) => _queue.TryTake(out action, patience);

    public bool IsFinished => _queue.IsCompleted;

    public void Dispose() => _queue.Dispose();
}
