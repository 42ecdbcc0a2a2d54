using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading.Tasks;
using Skipcall.Engine;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;
using Skipcall.Engine.Scanning;

namespace Skipcall.Commands;

/// <summary>What the cmdlets share that read lists: how much of a list to read, and the reading itself.</summary>
public abstract class ListCommand : ConnectedCommand
{
    /// <summary>Name of the parameter set in which the whole list is read.</summary>
    protected const string AllSet = "All";

    /// <summary>Name of the parameter set in which the list is read until two readings agree.</summary>
    protected const string SnapshotSet = "Snapshot";

    private long? _wanted;
    private long _skip;

    /// <summary>The whole list, each page written as it comes.</summary>
    [Parameter(ParameterSetName = AllSet, Mandatory = true)]
    public SwitchParameter All { get; set; }

    /// <summary>The whole list or nothing: it is read until two readings agree, and written then.</summary>
    [Parameter(ParameterSetName = SnapshotSet, Mandatory = true)]
    public SwitchParameter Snapshot { get; set; }

    /// <summary>Records a request, 1 to 100.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int PageSize { get; set; } = 100;

    /// <summary>The most requests at the same time, 1 to 32.</summary>
    [Parameter]
    [ValidateRange(1, 32)]
    public int ThrottleLimit { get; set; } = 4;

    /// <summary>Whether all that was asked for has been written, so that no further list need be asked.</summary>
    internal bool IsSatisfied => _wanted == 0 && !PagingParameters.IncludeTotalCount;

    /// <summary>Whether a part of a list was asked for that can be counted in one list only.</summary>
    internal bool CountsInOneList => _skip > 0 || PagingParameters.IncludeTotalCount;

    /// <summary>Takes over what the paging parameters say, for all lists of this call together.</summary>
    protected override void BeginProcessing()
    {
        _wanted = IsGiven("First") ? ToLong(PagingParameters.First) : null;
        _skip = ToLong(PagingParameters.Skip);
    }

    /// <summary>Whether the user gave this parameter.</summary>
    internal bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>Reads a list and writes what comes.</summary>
    /// <typeparam name="T">What the list holds.</typeparam>
    /// <param name="client">Who asks.</param>
    /// <param name="query">The list.</param>
    /// <param name="ledger">What was written before that must not come twice.</param>
    /// <param name="write">Writes records, on the pipeline's thread.</param>
    internal void ReadList<T>(SkipcallClient client, ListQuery<T> query, SeenRecords ledger, Action<IReadOnlyList<T>> write)
        where T : class
    {
        Scan<T>? scan = null;
        Run((outbox, cancellationToken) =>
        {
            scan = new Scan<T>(client, query, Plan(), ledger, new Sink<T>(this, outbox, write), outbox, SystemClock.Instance);
            return scan.RunAsync(cancellationToken);
        });
        _wanted -= scan!.Written;
        _skip -= Math.Min(_skip, scan.Total ?? 0);
    }

    private static long ToLong(ulong value) => (long)Math.Min(value, long.MaxValue);

    private ScanPlan Plan() => new()
    {
        Mode = Snapshot ? ScanMode.Snapshot : All ? ScanMode.All : _wanted is null ? ScanMode.OnePage : ScanMode.Bounded,
        PageSize = PageSize,
        ThrottleLimit = ThrottleLimit,
        Skip = _skip,
        First = _wanted ?? (All || Snapshot ? null : PageSize),
    };

    /// <summary>Hands what a scan brings over to the pipeline's thread.</summary>
    private sealed class Sink<T> : IScanSink<T>
    {
        private readonly ListCommand _command;
        private readonly Outbox _outbox;
        private readonly Action<IReadOnlyList<T>> _write;

        public Sink(ListCommand command, Outbox outbox, Action<IReadOnlyList<T>> write)
        {
            _command = command;
            _outbox = outbox;
            _write = write;
        }

        public void Total(long? total)
        {
            var paging = _command.PagingParameters;
            if (paging.IncludeTotalCount)
            {
                _outbox.Post(command => command.Write(paging.NewTotalCount((ulong)(total ?? 0), total is null ? 0 : 1)));
            }
        }

        public Task WriteAsync(IReadOnlyList<T> records) => _outbox.SendAsync(_ => _write(records));

        public void Unreadable(UnreadableRecord record, long page) => _outbox.Post(command => command.Report(
            new SkipcallException(SkipcallErrorId.InvalidResponse, $"Record {record.Index + 1} on page {page} can't be identified ({record.Reason}): {record.Json}"),
            record.Json));

        public void Close(ScanReceipt receipt) => _outbox.Post(command => command.WriteReceipt(receipt));
    }
}
