using System;
using System.Globalization;
using System.Management.Automation;
using Skipcall.Engine;
using Skipcall.Engine.Scanning;

namespace Skipcall.Commands;

/// <summary>Shows a scan's progress and its waits: at most four updates a second, and none during the first second.</summary>
internal sealed class ProgressView
{
    private const int ActivityId = 0x5C1;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    private readonly Action<ProgressRecord> _write;
    private readonly string _activity;
    private TimeSpan _nextUpdate;
    private Func<ScanProgress>? _progress;
    private TimeSpan _waitUntil;
    private string? _waitReason;
    private int _waiting;
    private bool _shown;

    public ProgressView(string activity, Action<ProgressRecord> write)
    {
        _activity = activity;
        _write = write;
        _nextUpdate = SystemClock.Instance.Elapsed + s_patience;
    }

    public void Advanced(Func<ScanProgress> progress) => _progress = progress;

    /// <summary>Records the beginning of a wait.</summary>
    /// <returns>Whether it is the only one.</returns>
    public bool WaitStarted(TimeSpan until, string reason)
    {
        _waitUntil = until;
        _waitReason = reason;
        return _waiting++ == 0;
    }

    public void WaitEnded() => _waiting = Math.Max(0, _waiting - 1);

    /// <summary>Updates the display if it is time to.</summary>
    public void Update()
    {
        var now = SystemClock.Instance.Elapsed;
        var wait = _waiting > 0 && _waitUntil > now ? _waitUntil - now : (TimeSpan?)null;
        if (now < _nextUpdate || (wait is null && _progress is null))
        {
            return;
        }

        _nextUpdate = now + s_interval;
        if (TryDescribe(wait) is { } record)
        {
            _shown = true;
            _write(record);
        }
    }

    /// <summary>Removes the display and resets it.</summary>
    public void Close()
    {
        _progress = null;
        _waiting = 0;
        if (_shown)
        {
            _write(new ProgressRecord(ActivityId, _activity, "Done") { RecordType = ProgressRecordType.Completed });
            _shown = false;
        }
    }

    /// <summary>Describes the progress. Nothing that goes wrong here may end the command.</summary>
    private ProgressRecord? TryDescribe(TimeSpan? wait)
    {
        try
        {
            return Describe(wait);
        }
        catch (Exception e) when (e is ArgumentException or ArithmeticException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private ProgressRecord Describe(TimeSpan? wait)
    {
        var record = new ProgressRecord(ActivityId, _activity, "Starting");
        if (_progress?.Invoke() is { } at)
        {
            record.StatusDescription = string.Format(
                CultureInfo.CurrentCulture, "{0}: page {1:N0} of {2:N0}, {3:N0} records{4}", at.Target, at.Page, at.Pages, at.Records, at.Pass > 1 ? $" (pass {at.Pass})" : "");
            record.PercentComplete = (int)Math.Min(100, 100 * at.Page / Math.Max(1, at.Pages));
            record.SecondsRemaining = at.Left is { } left ? (int)Math.Min(left.TotalSeconds, int.MaxValue) : -1;
        }

        if (wait is { } rest)
        {
            var seconds = (int)Math.Min(Math.Ceiling(rest.TotalSeconds), int.MaxValue);
            record.CurrentOperation = string.Format(CultureInfo.CurrentCulture, "Waiting {0:N0} s: {1}", seconds, _waitReason);
            record.SecondsRemaining = Math.Max(record.SecondsRemaining, seconds);
        }

        return record;
    }
}
