using Skipcall.Engine;

namespace Skipcall.Testing;

/// <summary>Jumps from timer to timer and resumes waiters on the calling thread, so a whole scan is deterministic.</summary>
internal sealed class FakeClock : IClock
{
    private readonly object _lock = new();
    private readonly PriorityQueue<Timer, (TimeSpan At, long Order)> _timers = new();
    private readonly DateTimeOffset _start;
    private TimeSpan _now;
    private long _order;

    public FakeClock(DateTimeOffset? start = null) => _start = start ?? new DateTimeOffset(2026, 1, 15, 10, 30, 0, TimeSpan.Zero);

    public TimeSpan Elapsed
    {
        get
        {
            lock (_lock)
            {
                return _now;
            }
        }
    }

    public DateTimeOffset UtcNow => _start + Elapsed;

    /// <summary>Delays that were neither reached nor cancelled.</summary>
    public int PendingTimers
    {
        get
        {
            lock (_lock)
            {
                var pending = 0;
                foreach (var (timer, _) in _timers.UnorderedItems)
                {
                    pending += timer.Done.Task.IsCompleted ? 0 : 1;
                }

                return pending;
            }
        }
    }

    public Task Delay(TimeSpan delay, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        if (delay <= TimeSpan.Zero)
        {
            return Task.CompletedTask;
        }

        var timer = new Timer();
        lock (_lock)
        {
            _timers.Enqueue(timer, (_now + delay, _order++));
        }

        timer.Registration = cancellationToken.Register(() => timer.Done.TrySetCanceled(cancellationToken));
        return timer.Done.Task;
    }

    /// <summary>Jumps to the next timer and fires it; false if there is none.</summary>
    public bool Step()
    {
        Timer timer;
        lock (_lock)
        {
            do
            {
                if (!_timers.TryDequeue(out timer!, out var due))
                {
                    return false;
                }

                if (!timer.Done.Task.IsCompleted)
                {
                    _now = due.At;
                }
            }
            while (timer.Done.Task.IsCompleted);
        }

        timer.Registration.Dispose();
        timer.Done.TrySetResult();
        return true;
    }

    public void Advance(TimeSpan by)
    {
        var end = Elapsed + by;
        while (true)
        {
            lock (_lock)
            {
                // Drop cancelled timers first: the next live one may not be due.
                while (_timers.TryPeek(out var cancelled, out _) && cancelled.Done.Task.IsCompleted)
                {
                    _timers.Dequeue();
                }

                if (!_timers.TryPeek(out _, out var due) || due.At > end)
                {
                    _now = end;
                    return;
                }
            }

            Step();
        }
    }

    /// <summary>Runs work on this thread until it completes.</summary>
    /// <exception cref="InvalidOperationException">The work hangs: it is not complete, and no timer is pending.</exception>
    public T Run<T>(Func<Task<T>> work)
    {
        // A context would run continuations elsewhere, in random order.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var task = work();
            while (!task.IsCompleted)
            {
                if (!Step())
                {
                    throw new InvalidOperationException("The work hangs: it is not over, and no timer is pending.");
                }
            }

            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <inheritdoc cref="Run{T}"/>
    public void Run(Func<Task> work) => Run(async () =>
    {
        await work().ConfigureAwait(false);
        return true;
    });

    private sealed class Timer
    {
        public TaskCompletionSource Done { get; } = new();

        public CancellationTokenRegistration Registration { get; set; }
    }
}
