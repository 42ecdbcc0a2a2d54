using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Skipcall.Commands.Completion;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Scanning;

namespace Skipcall.Commands;

/// <summary>Gets the contacts of a sequence, page by page, as typed objects.</summary>
[Cmdlet(VerbsCommon.Get, "SkipcallSequenceContact", DefaultParameterSetName = PageSet, SupportsPaging = true, HelpUri = HelpUris.Root + "Get-SkipcallSequenceContact.md")]
[OutputType(typeof(SequenceContact))]
public sealed class GetSkipcallSequenceContactCommand : ConnectedCommand
{
    private const string PageSet = "Page";
    private const string AllSet = "All";
    private const string SnapshotSet = "Snapshot";

    private IReadOnlyList<(string? Tag, SequenceContactStatus? Status)> _filters = Array.Empty<(string?, SequenceContactStatus?)>();
    private long? _wanted;
    private long _skip;

    /// <summary>The sequences, one after the other.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(SequenceIdCompleter))]
    public string[] SequenceId { get; set; } = Array.Empty<string>();

    /// <summary>Only contacts with one of these tags, by label.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TagCompleter))]
    public string[]? Tag { get; set; }

    /// <summary>Only contacts with one of these statuses.</summary>
    // No array: PowerShell completes an array of an enum by itself, and says nothing of what its values mean.
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StatusCompleter))]
    public Collection<SequenceContactStatus>? Status { get; set; }

    /// <summary>The whole list, each page written as it comes.</summary>
    [Parameter(ParameterSetName = AllSet, Mandatory = true)]
    public SwitchParameter All { get; set; }

    /// <summary>The whole list or nothing: it is read until two readings agree, and written then.</summary>
    [Parameter(ParameterSetName = SnapshotSet, Mandatory = true)]
    public SwitchParameter Snapshot { get; set; }

    /// <summary>Contacts a request, 1 to 100.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int PageSize { get; set; } = 100;

    /// <summary>The most requests at the same time, 1 to 32.</summary>
    [Parameter]
    [ValidateRange(1, 32)]
    public int ThrottleLimit { get; set; } = 4;

    /// <summary>Refuses what has no honest meaning, before any request.</summary>
    protected override void BeginProcessing()
    {
        _filters = (
            from tag in Tag?.Distinct(StringComparer.Ordinal).Cast<string?>() ?? new string?[] { null }
            from status in Status?.Distinct().Cast<SequenceContactStatus?>() ?? new SequenceContactStatus?[] { null }
            select (tag, status)).ToList();
        _wanted = MyInvocation.BoundParameters.ContainsKey("First") ? ToLong(PagingParameters.First) : null;
        _skip = ToLong(PagingParameters.Skip);
        if (_filters.Count > 1 && (_skip > 0 || PagingParameters.IncludeTotalCount))
        {
            Fail(
                new SkipcallException(SkipcallErrorId.InvalidRequest, "-Skip and -IncludeTotalCount count in one list, and several tags or statuses are several lists: give one of each at most."),
                null);
        }

        RequireConnection();
    }

    /// <summary>Writes the contacts of each sequence.</summary>
    protected override void ProcessRecord()
    {
        foreach (var id in SequenceId)
        {
            if (_wanted == 0 && !PagingParameters.IncludeTotalCount)
            {
                return;
            }

            try
            {
                ReadSequence(RequireConnection(), Checked(id));
            }
            catch (SkipcallException e)
            {
                Report(e, id);
            }
        }
    }

    private void ReadSequence(SkipcallConnection connection, string id)
    {
        var ledger = new ScanLedger();
        foreach (var (tag, status) in _filters)
        {
            var query = new SequenceContactQuery(id, tag, status, connection.Memory);
            Run(async (outbox, cancellationToken) =>
            {
                var scan = new Scan<SequenceContact>(connection.Client, query, Plan(), ledger, new Sink(outbox, this, () => connection.Memory.RememberSequenceId(id)), outbox, Engine.SystemClock.Instance);
                await scan.RunAsync(cancellationToken).ConfigureAwait(false);
                _wanted -= scan.Written;
                _skip -= Math.Min(_skip, scan.Total ?? 0);
            });
        }
    }

    private ScanPlan Plan() => new()
    {
        Mode = Snapshot ? ScanMode.Snapshot : All ? ScanMode.All : _wanted is null ? ScanMode.OnePage : ScanMode.Bounded,
        PageSize = PageSize,
        ThrottleLimit = ThrottleLimit,
        Skip = _skip,
        First = _wanted ?? (All || Snapshot ? null : PageSize),
    };

    private static string Checked(string id) =>
        string.IsNullOrWhiteSpace(id) || id is "." or ".."
            ? throw new SkipcallException(SkipcallErrorId.InvalidRequest, $"'{id}' can't be the id of a sequence.")
            : id;

    private static long ToLong(ulong value) => (long)Math.Min(value, long.MaxValue);

    /// <summary>Hands records over to the pipeline's thread.</summary>
    private sealed class Sink : IScanSink<SequenceContact>
    {
        private readonly Outbox _outbox;
        private readonly GetSkipcallSequenceContactCommand _command;
        private readonly Action _exists;

        public Sink(Outbox outbox, GetSkipcallSequenceContactCommand command, Action exists)
        {
            _outbox = outbox;
            _command = command;
            _exists = exists;
        }

        public void Total(long? total)
        {
            _exists();
            if (_command.PagingParameters.IncludeTotalCount)
            {
                _outbox.Post(command => command.Write(_command.PagingParameters.NewTotalCount((ulong)(total ?? 0), total is null ? 0 : 1)));
            }
        }

        public Task WriteAsync(IReadOnlyList<SequenceContact> records) => _outbox.SendAsync(command => command.WriteAll(records));

        public void Unreadable(UnreadableRecord record, long page) => _outbox.Post(command => command.Report(
            new SkipcallException(SkipcallErrorId.InvalidResponse, $"Record {record.Index + 1} on page {page} can't be identified ({record.Reason}): {record.Json}"),
            record.Json));

        public void Close(ScanReceipt receipt) => _outbox.Post(command => command.WriteReceipt(receipt));
    }
}
