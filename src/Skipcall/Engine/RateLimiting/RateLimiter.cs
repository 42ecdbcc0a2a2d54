using System.Diagnostics.CodeAnalysis;
using Skipcall.Engine.Http;

namespace Skipcall.Engine.RateLimiting;

/// <summary>Admits the requests of all connections that share a key, in order, as fast as the rate limit allows.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The alarm's token source has no timer and no handle, so cancelling it is enough.")]
internal class RateLimiter
{
    private static readonly TimeSpan s_longestBlock = TimeSpan.FromHours(1);

    private readonly object _lock = new();
    private readonly LinkedList<Waiter> _queue = new();
    private readonly IClock _clock;
    private readonly Budget _budget;

    private CancellationTokenSource? _alarm;
    private TimeSpan _alarmAt;

    public RateLimiter(IClock clock, Backoff? backoff = null)
    {
        _clock = clock;
        _budget = new Budget(backoff ?? new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)));
    }

    /// <summary>The last reported rate limit, as far as it still applies.</summary>
    public RateStatus Status
    {
        get
        {
            lock (_lock)
            {
                _budget.Next(_clock.Elapsed, 1, TimeSpan.Zero);
                return new RateStatus(_budget.Limit, _budget.Remaining, _clock.UtcNow + (_budget.WindowEnd - _clock.Elapsed));
            }
        }
    }

    /// <summary>Whether it is blocked for longer than any rate limit of the API.</summary>
    public bool IsStuck
    {
        get
        {
            lock (_lock)
            {
                return _budget.Next(_clock.Elapsed, 1, TimeSpan.Zero).At - _clock.Elapsed > s_longestBlock;
            }
        }
    }

    /// <summary>How many requests one scan should have in flight.</summary>
    public int Concurrency
    {
        get
        {
            lock (_lock)
            {
                return _budget.Concurrency;
            }
        }
    }

    /// <summary>Waits until a request may be sent. Return the lease with <see cref="Answered"/> or <see cref="Unanswered"/>.</summary>
    /// <exception cref="RateLimitExceededException">A wait would be longer than <paramref name="maximumWait"/>.</exception>
    public Task<RateLease> AcquireAsync(TimeSpan maximumWait, IEngineLog log, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<RateLease>(cancellationToken);
        }

        lock (_lock)
        {
            var now = _clock.Elapsed;
            if (_queue.Count == 0 && _budget.Next(now, 1, maximumWait).At <= now)
            {
                return Task.FromResult(_budget.Take(now));
            }
        }

        return QueueAsync(maximumWait, log, cancellationToken);
    }

    private async Task<RateLease> QueueAsync(TimeSpan maximumWait, IEngineLog log, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(maximumWait, log);
        lock (_lock)
        {
            _queue.AddLast(waiter.Node);
        }

        Advance();
        using (cancellationToken.Register(() => Abandon(waiter, cancellationToken)))
        {
            return await waiter.Admission.Task.ConfigureAwait(false);
        }
    }

    public void Answered(RateLease lease, int status, RateHeaders headers, bool isFromApi = true)
    {
        lock (_lock)
        {
            _budget.Answered(lease, status, headers, isFromApi, _clock.Elapsed);
        }

        Advance();
    }

    public void Unanswered(RateLease lease)
    {
        lock (_lock)
        {
            _budget.Unanswered(lease);
        }

        Advance();
    }

    /// <summary>Admits requests that may be sent, rejects those that would wait too long, and sets the alarm for the rest.</summary>
    private void Advance()
    {
        var settled = new List<Action>();
        lock (_lock)
        {
            while (_queue.First is { } head)
            {
                var now = _clock.Elapsed;
                var sendTime = _budget.Next(now, _queue.Count, head.Value.MaximumWait);
                if (sendTime.At <= now)
                {
                    _queue.Remove(head);
                    settled.Add(head.Value.Admit(_budget.Take(now)));
                    continue;
                }

                if (sendTime.Reason is not null)
                {
                    HoldUp(sendTime, now, settled);
                }

                break;
            }

            SetAlarm(settled);
        }

        // Outside the lock, because continuations run synchronously.
        foreach (var action in settled)
        {
            action();
        }
    }

    private void HoldUp(SendTime sendTime, TimeSpan now, List<Action> settled)
    {
        for (var node = _queue.First; node is not null;)
        {
            var next = node.Next;
            // The limit applies to each wait; a queued request may wait through several windows.
            if (sendTime.At - now > node.Value.MaximumWait)
            {
                _queue.Remove(node);
                settled.Add(node.Value.Refuse(sendTime.At - now, _clock.UtcNow + (sendTime.At - now)));
            }
            else
            {
                settled.Add(node.Value.HoldUp(sendTime, now));
            }

            node = next;
        }
    }

    private void SetAlarm(List<Action> settled)
    {
        TimeSpan? at = _queue.First is { } head ? _budget.Next(_clock.Elapsed, _queue.Count, head.Value.MaximumWait).At : null;
        if (_alarm is { } set && at != _alarmAt)
        {
            _alarm = null;
            settled.Add(set.Cancel);
        }

        if (at is { } time && _alarm is null)
        {
            var alarm = _alarm = new CancellationTokenSource();
            _alarmAt = time;
            settled.Add(() => _ = RingAsync(time, alarm));
        }
    }

    private async Task RingAsync(TimeSpan at, CancellationTokenSource alarm)
    {
        while (!alarm.IsCancellationRequested && at - _clock.Elapsed is var left && left > TimeSpan.Zero)
        {
            // WhenAny doesn't throw if the delay is cancelled.
            await Task.WhenAny(_clock.Delay(left, alarm.Token)).ConfigureAwait(false);
        }

        if (!alarm.IsCancellationRequested)
        {
            Advance();
        }
    }

    private void Abandon(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (waiter.Node.List is null)
            {
                return;
            }

            _queue.Remove(waiter.Node);
        }

        waiter.Cancel(cancellationToken);
        Advance();
    }

    private sealed class Waiter
    {
        private readonly IEngineLog _log;
        private readonly object _noticeLock = new();
        private TimeSpan? _heldUpAt;
        private TimeSpan? _until;
        private IDisposable? _notice;
        private bool _isOver;

        public Waiter(TimeSpan maximumWait, IEngineLog log)
        {
            MaximumWait = maximumWait;
            _log = log;
            Node = new LinkedListNode<Waiter>(this);
        }

        public LinkedListNode<Waiter> Node { get; }

        public TaskCompletionSource<RateLease> Admission { get; } = new();

        public TimeSpan MaximumWait { get; }

        public Action HoldUp(SendTime sendTime, TimeSpan now)
        {
            _heldUpAt ??= now;
            if (_until == sendTime.At)
            {
                return () => { };
            }

            _until = sendTime.At;
            return () =>
            {
                lock (_noticeLock)
                {
                    _notice?.Dispose();
                    _notice = _isOver ? null : _log.BeginWait(sendTime.At, sendTime.Reason!);
                }
            };
        }

        public Action Admit(RateLease lease) => () =>
        {
            EndNotice();
            Admission.TrySetResult(lease with { Waited = lease.AcquiredAt - (_heldUpAt ?? lease.AcquiredAt) });
        };

        public Action Refuse(TimeSpan wait, DateTimeOffset resetAt) => () =>
        {
            EndNotice();
            Admission.TrySetException(new RateLimitExceededException(
                $"The rate limit requires a wait of {Math.Ceiling(wait.TotalSeconds):0} s, which is longer than -MaximumWaitSec ({MaximumWait.TotalSeconds:0}).",
                resetAt));
        };

        public void Cancel(CancellationToken cancellationToken)
        {
            EndNotice();
            Admission.TrySetCanceled(cancellationToken);
        }

        private void EndNotice()
        {
            lock (_noticeLock)
            {
                _isOver = true;
                _notice?.Dispose();
                _notice = null;
            }
        }
    }
}
