using System;

namespace Skipcall;

/// <summary>
/// What became of one scan of a list. Each scan that ends or fails writes one as an information record with the tag
/// <c>SkipcallReceipt</c>; <c>-InformationVariable</c> catches it.
/// </summary>
public sealed class ScanReceipt
{
    /// <summary>Whether everything that was asked for was written. Only then is the list whole.</summary>
    public bool Complete { get; set; }

    /// <summary>Why it is not: <c>MorePages</c> (one page was asked for, and there are more), or an error's name; null when it is.</summary>
    public string? Reason { get; set => field = NullIfEmpty(value); }

    /// <summary>The sequence, or the path, that was read.</summary>
    public string SequenceId { get; set; } = "";

    /// <summary>The tag that was filtered by; null for none.</summary>
    public string? Tag { get; set => field = NullIfEmpty(value); }

    /// <summary>The status that was filtered by; null for none.</summary>
    public string? Status { get; set => field = NullIfEmpty(value); }

    /// <summary>Records written to the pipeline.</summary>
    public long Written { get; set; }

    /// <summary>Records the service says there are, by the last page read; null when it never said so.</summary>
    public long? Expected { get; set; }

    /// <summary>Records that were read more than once and written once.</summary>
    public long RepeatsDropped { get; set; }

    /// <summary>Records that could not be identified, each of them reported as an error.</summary>
    public long Unreadable { get; set; }

    /// <summary>Records without a readable creation time. Among these, records added during the scan can't be recognized as new.</summary>
    public long WithoutCreatedAt { get; set; }

    /// <summary>Pages read, over all passes.</summary>
    public long Pages { get; set; }

    /// <summary>Times the list was read from the beginning.</summary>
    public int Passes { get; set; }

    /// <summary>Requests sent, retries and refusals included.</summary>
    public int Requests { get; set; }

    /// <summary>Requests sent again after a failure; waits for the rate limit are not among them.</summary>
    public int Retries { get; set; }

    /// <summary>Time that requests waited for the rate limit, added up over requests that waited side by side.</summary>
    public TimeSpan Waited { get; set; }

    /// <summary>Time the scan took.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>The outcome in one line.</summary>
    /// <returns>For example <c>demo: complete, 250 written of 250 in 3 requests</c>.</returns>
    public override string ToString() =>
        $"{SequenceId}: {(Complete ? "complete" : "INCOMPLETE (" + Reason + ")")}, {Written} written of {Expected?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?"} in {Requests} request{(Requests == 1 ? "" : "s")}";

    // PowerShell turns null into an empty text when it restores an object from CLIXML.
    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
