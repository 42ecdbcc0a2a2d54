using System.Globalization;
using System.Management.Automation;
using Skipcall.Engine;
using Skipcall.Engine.Scanning;

namespace Skipcall.Commands;

/// <summary>Shows progress and waits: at most four updates per second, and none during the first second.</summary>
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
    private int _waits;
    private bool _isShown;

    public ProgressView(string activity, Action<ProgressRecord> write)
    {
        _activity = activity;
        _write = write;
        _nextUpdate = SystemClock.Instance.Elapsed + s_patience;
    }

    public void Advance(Func<ScanProgress> progress) => _progress = progress;

    /// <summary>Records the start of a wait. Returns whether it is the only one.</summary>
    public bool BeginWait(TimeSpan until, string reason)
    {
        _waitUntil = until;
        _waitReason = reason;
        return _waits++ == 0;
    }

    public void EndWait() => _waits = Math.Max(0, _waits - 1);

    public void Update()
    {
        var now = SystemClock.Instance.Elapsed;
        var wait = _waits > 0 && _waitUntil > now ? _waitUntil - now : (TimeSpan?)null;
        if (now < _nextUpdate || (wait is null && _progress is null))
        {
            return;
        }

        _nextUpdate = now + s_interval;
        _isShown = true;
        _write(Describe(wait));
    }

    public void Close()
    {
        _progress = null;
        _waits = 0;
        if (_isShown)
        {
            _write(new ProgressRecord(ActivityId, _activity, "Done") { RecordType = ProgressRecordType.Completed });
            _isShown = false;
        }
    }

    private ProgressRecord Describe(TimeSpan? wait)
    {
        var status = "";
        var percent = -1;
        var seconds = -1;
        try
        {
            if (_progress?.Invoke() is { } at)
            {
                var pass = at.Pass > 1 ? $" (pass {at.Pass})" : "";
                status = string.Format(CultureInfo.CurrentCulture, "{0}: page {1:N0} of {2:N0}, {3:N0} records{4}", DisplayText.Clean(at.Target), at.Page, Math.Max(at.Page, at.Pages), at.Records, pass);
                percent = (int)Math.Min(100, Math.Max(0, 100.0 * at.Page / Math.Max(1, at.Pages)));
                seconds = ToSeconds(at.Left);
            }
        }
        catch (Exception)
        {
            // A display failure must not end the scan.
        }

        if (wait is { } rest)
        {
            // PowerShell 7 shows only the status by default.
            status = string.Format(CultureInfo.CurrentCulture, "{0}{1}; resuming in {2:N0} s", status.Length > 0 ? status + ". " : "", _waitReason, ToSeconds(rest));
            seconds = Math.Max(seconds, ToSeconds(rest));
        }

        return new ProgressRecord(ActivityId, _activity, status.Length > 0 ? status : "Starting") { PercentComplete = percent, SecondsRemaining = seconds };
    }

    private static int ToSeconds(TimeSpan? time) =>
        time is { } value ? (int)Math.Min(Math.Ceiling(Math.Max(0, value.TotalSeconds)), int.MaxValue) : -1;
}
