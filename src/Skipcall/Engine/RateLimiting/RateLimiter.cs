using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using System.Threading.Tasks;
using Skipcall.Engine.Http;

namespace Skipcall.Engine.RateLimiting;

/// <summary>
/// The one way to the service for all who share a key: lets requests through, first come first served, as fast as the
/// rate limit allows and no faster.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The alarm's token source has no timer and no handle: cancelling it is all the cleaning it needs.")]
internal class RateLimiter
{
    private readonly object _lock = new();
    private readonly LinkedList<Waiter> _queue = new();
    private readonly IClock _clock;
    private readonly Budget _budget;

    // The alarm that opens the gate again; one at a time.
    private CancellationTokenSource? _alarm;
    private TimeSpan _alarmAt;

    public RateLimiter(IClock clock, Backoff? backoff = null)
    {
        _clock = clock;
        _budget = new Budget(backoff ?? new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)));
    }

    /// <summary>What the service last said, as far as it still holds.</summary>
    public RateStatus Status
    {
        get
        {
            lock (_lock)
            {
                _budget.Next(_clock.Elapsed);
                return new RateStatus(_budget.Limit, _budget.Remaining, _clock.UtcNow + (_budget.WindowEnd - _clock.Elapsed));
            }
        }
    }

    /// <summary>Waits until a request may be sent. Whoever gets a lease gives it back with one of the two methods below.</summary>
    /// <param name="maximumWait">The longest one wait for the rate limit.</param>
    /// <param name="log">Who is told of the wait.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <exception cref="RateLimitExceededException">A wait would be longer than <paramref name="maximumWait"/>.</exception>
    public Task<RateLease> EnterAsync(TimeSpan maximumWait, IEngineLog log, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<RateLease>(cancellationToken);
        }

        lock (_lock)
        {
            // The usual case: nobody waits, and there is room.
            var now = _clock.Elapsed;
            if (_queue.Count == 0 && _budget.Next(now).At <= now)
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
        using (cancellationToken.Register(() => GiveUp(waiter, cancellationToken)))
        {
            return await waiter.Admission.Task.ConfigureAwait(false);
        }
    }

    /// <summary>The request was answered.</summary>
    public void Answered(RateLease lease, int status, RateHeaders headers)
    {
        lock (_lock)
        {
            _budget.Answered(lease, status, headers, _clock.Elapsed);
        }

        Advance();
    }

    /// <summary>The request got no answer.</summary>
    public void Unanswered(RateLease lease)
    {
        lock (_lock)
        {
            _budget.Unanswered(lease);
        }

        Advance();
    }

    /// <summary>Lets through whoever may go now, refuses whoever would wait too long, and sets the alarm for the rest.</summary>
    private void Advance()
    {
        var settled = new List<Action>();
        lock (_lock)
        {
            while (_queue.First is { } head)
            {
                var now = _clock.Elapsed;
                var opening = _budget.Next(now);
                if (opening.At <= now)
                {
                    _queue.Remove(head);
                    settled.Add(head.Value.Admit(_budget.Take(now)));
                    continue;
                }

                if (opening.Reason is not null)
                {
                    HoldUp(opening, now, settled);
                }

                break;
            }

            SetAlarm(settled);
        }

        // Outside the lock: whoever is woken goes on here and now.
        foreach (var action in settled)
        {
            action();
        }
    }

    private void HoldUp(Budget.Opening opening, TimeSpan now, List<Action> settled)
    {
        for (var node = _queue.First; node is not null;)
        {
            var next = node.Next;
            // One wait, not all of them: who stands behind others may see several windows go by.
            if (opening.At - now > node.Value.MaximumWait)
            {
                _queue.Remove(node);
                settled.Add(node.Value.Refuse(opening.At - now, _clock.UtcNow + (opening.At - now)));
            }
            else
            {
                settled.Add(node.Value.HoldUp(opening, now));
            }

            node = next;
        }
    }

    private void SetAlarm(List<Action> settled)
    {
        TimeSpan? at = _queue.Count > 0 ? _budget.Next(_clock.Elapsed).At : null;
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
            // WhenAny, so that a cancelled delay ends the loop and not in an exception.
            await Task.WhenAny(_clock.Delay(left, alarm.Token)).ConfigureAwait(false);
        }

        // It stays the alarm until the gate opens at another time: it rang, so that is later.
        if (!alarm.IsCancellationRequested)
        {
            Advance();
        }
    }

    private void GiveUp(Waiter waiter, CancellationToken cancellationToken)
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

    /// <summary>A request in the queue.</summary>
    private sealed class Waiter
    {
        private readonly IEngineLog _log;
        private TimeSpan? _heldUpAt;
        private TimeSpan? _until;

        public Waiter(TimeSpan maximumWait, IEngineLog log)
        {
            MaximumWait = maximumWait;
            _log = log;
            Node = new LinkedListNode<Waiter>(this);
        }

        public LinkedListNode<Waiter> Node { get; }

        public TaskCompletionSource<RateLease> Admission { get; } = new();

        public TimeSpan MaximumWait { get; }

        public Action HoldUp(Budget.Opening opening, TimeSpan now)
        {
            _heldUpAt ??= now;
            if (_until == opening.At)
            {
                return () => { };
            }

            var isTold = _until is not null;
            _until = opening.At;
            return () =>
            {
                if (isTold)
                {
                    _log.WaitEnded();
                }

                _log.WaitStarted(opening.At, opening.Reason!);
            };
        }

        public Action Admit(RateLease lease) => () =>
        {
            EndNotice();
            Admission.TrySetResult(lease with { Waited = lease.AdmittedAt - (_heldUpAt ?? lease.AdmittedAt) });
        };

        public Action Refuse(TimeSpan wait, DateTimeOffset resetAt) => () =>
        {
            EndNotice();
            Admission.TrySetException(new RateLimitExceededException(
                $"The rate limit asks for a wait of {Math.Ceiling(wait.TotalSeconds):0} s, and this connection waits no longer than {MaximumWait.TotalSeconds:0} s (Connect-Skipcall -MaximumWaitSec).",
                resetAt));
        };

        public void Cancel(CancellationToken cancellationToken)
        {
            EndNotice();
            Admission.TrySetCanceled(cancellationToken);
        }

        private void EndNotice()
        {
            if (_heldUpAt is not null)
            {
                _log.WaitEnded();
            }
        }
    }
}
