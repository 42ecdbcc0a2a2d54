using System.Management.Automation;
using Skipcall.Engine;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;
using Skipcall.Engine.Scanning;

namespace Skipcall.Commands;

/// <summary>Base class of the cmdlets that read paged lists over a connection.</summary>
public abstract class PagedCommand : SkipcallCommand
{
    private long? _first;
    private long _skip;

    /// <summary>Reads the whole list and writes each page as it arrives.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>Reads the list until two reads are identical, then writes it; otherwise writes nothing.</summary>
    [Parameter]
    public SwitchParameter Snapshot { get; set; }

    /// <summary>Records per request, 1 to 100.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int PageSize { get; set; } = 100;

    /// <summary>The maximum number of requests in flight, 1 to 32. The default, 0, adapts it to the rate limit and the latency.</summary>
    [Parameter]
    [ValidateRange(0, 32)]
    public int ThrottleLimit { get; set; }

    /// <summary>The connections to use, in order. The default is the runspace's default connection.</summary>
    [Parameter]
    [ConnectionArgument]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public SkipcallConnection[]? Connection { get; set; }

    /// <summary>The connections to use. If there is none, fails with <c>NotConnected</c>.</summary>
    internal IReadOnlyList<SkipcallConnection> Connections => CurrentConnection.Require(this, Connection);

    /// <summary>Whether the paging parameters require more than one plain request. Switches count by value.</summary>
    internal bool IsPaged => All || Snapshot || _first is not null || NeedsSingleList;

    /// <summary>Whether <c>-First</c> is satisfied, so that no other list has to be read.</summary>
    internal bool IsSatisfied => _first == 0 && !PagingParameters.IncludeTotalCount;

    /// <summary>Whether the paging parameters require a single list.</summary>
    internal bool NeedsSingleList => _skip > 0 || PagingParameters.IncludeTotalCount;

    /// <summary>Checks and reads the paging parameters. They apply to all lists of a call together.</summary>
    protected override void BeginProcessing()
    {
        if (All && Snapshot)
        {
            Fail(new SkipcallException(SkipcallErrorId.InvalidRequest, "-All and -Snapshot can't be combined. -All writes pages as they arrive; -Snapshot writes the whole list at the end or nothing."), null);
        }

        _first = IsGiven("First") ? (long)Math.Min(PagingParameters.First, long.MaxValue) : null;
        _skip = (long)Math.Min(PagingParameters.Skip, long.MaxValue);
    }

    /// <summary>Whether the parameter was given or has a value in $PSDefaultParameterValues.</summary>
    internal bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>Reads the lists as one and writes their records. Returns the number of records; null if unknown.</summary>
    internal long? ReadList<T>(SkipcallClient client, ScanLists<T> lists, Action<IReadOnlyList<T>> write)
        where T : class
    {
        Scan<T>? scan = null;
        Run((outbox, cancellationToken) =>
        {
            scan = new Scan<T>(client, lists, Options(), new Sink<T>(this, outbox, write), outbox, SystemClock.Instance);
            return scan.RunAsync(cancellationToken);
        });
        _first -= scan!.Written;
        _skip -= Math.Min(_skip, scan.Total ?? 0);
        return scan.Total;
    }

    private ScanOptions Options() => new()
    {
        Mode = Snapshot ? ScanMode.Snapshot : All ? ScanMode.All : _first is null ? ScanMode.OnePage : ScanMode.Bounded,
        PageSize = PageSize,
        ThrottleLimit = ThrottleLimit == 0 ? null : ThrottleLimit,
        Skip = _skip,
        First = _first ?? (All || Snapshot ? null : PageSize),
    };

    /// <summary>Posts the results of a scan to the pipeline thread.</summary>
    private sealed class Sink<T> : IScanSink<T>
    {
        private readonly PagedCommand _command;
        private readonly Outbox _outbox;
        private readonly Action<IReadOnlyList<T>> _write;

        public Sink(PagedCommand command, Outbox outbox, Action<IReadOnlyList<T>> write)
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

        public void Unreadable(UnreadableRecord record, long page) => _outbox.Unreadable(record, page);

        public void Close(ScanReceipt receipt) => _outbox.Post(command => command.WriteReceipt(receipt));
    }
}
