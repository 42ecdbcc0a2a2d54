using System.Globalization;

namespace Skipcall;

/// <summary>
/// The outcome of reading a list. Every scan, also a failed one, writes it as an information record with the tag
/// <c>SkipcallReceipt</c>; use <c>-InformationVariable</c> to get it.
/// </summary>
public sealed class ScanReceipt
{
    /// <summary>Whether all requested records were written. If false, the list may be incomplete.</summary>
    public bool Complete { get; set; }

    /// <summary>Why it is incomplete: <c>MorePages</c> (one page was requested, and there are more) or an error id; null if it is complete.</summary>
    public string? Reason { get; set => field = NullIfEmpty(value); }

    /// <summary>Id of the sequence, or the path, that was read.</summary>
    public string SequenceId { get; set; } = "";

    /// <summary>The tag filter; null if there was none.</summary>
    public string? Tag { get; set => field = NullIfEmpty(value); }

    /// <summary>The status filter; null if there was none.</summary>
    public string? Status { get; set => field = NullIfEmpty(value); }

    /// <summary>The run of Get-SkipcallSequenceChange, for Confirm-SkipcallSequenceChange -RunId; null for other scans.</summary>
    public Guid? RunId { get; set; }

    /// <summary>Records written to the pipeline.</summary>
    public long Written { get; set; }

    /// <summary>Total number of records according to the last page; null if unknown.</summary>
    public long? Expected { get; set; }

    /// <summary>Repeated records that were dropped.</summary>
    public long RepeatsDropped { get; set; }

    /// <summary>Records that could not be identified. Each was reported as an error.</summary>
    public long Unreadable { get; set; }

    /// <summary>Records without a readable creation time. Among them, records added during the scan can't be detected.</summary>
    public long WithoutCreatedAt { get; set; }

    /// <summary>Pages read, over all passes.</summary>
    public long Pages { get; set; }

    /// <summary>How often the list was read from the beginning.</summary>
    public int Passes { get; set; }

    /// <summary>Requests sent, including retries.</summary>
    public int Requests { get; set; }

    /// <summary>Requests retried after a failure. Rate-limit waits don't count as retries.</summary>
    public int Retries { get; set; }

    /// <summary>Total time that requests waited for the rate limit. Waits of concurrent requests add up.</summary>
    public TimeSpan Waited { get; set; }

    /// <summary>Duration of the scan.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>The outcome in one line.</summary>
    /// <returns>For example <c>demo: complete, 250 written of 250 in 3 requests</c>; for a run of the change feed
    /// <c>demo: complete, 12 changes, 250 contacts, 3 requests</c>.</returns>
    public override string ToString()
    {
        var outcome = Complete ? "complete" : $"INCOMPLETE ({Reason})";
        var expected = Expected?.ToString(CultureInfo.InvariantCulture) ?? "?";
        return RunId is null
            ? $"{SequenceId}: {outcome}, {Written} written of {expected} in {Count(Requests, "request")}"
            : $"{SequenceId}: {outcome}, {Count(Written, "change")}, {expected} contacts, {Count(Requests, "request")}";
    }

    private static string Count(long count, string noun) => FormattableString.Invariant($"{count} {noun}{(count == 1 ? "" : "s")}");

    // PowerShell restores null as an empty string from CLIXML.
    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
