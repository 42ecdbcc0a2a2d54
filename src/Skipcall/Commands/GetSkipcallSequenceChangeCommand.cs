using System.Management.Automation;
using Skipcall.Engine;
using Skipcall.Engine.Changes;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Scanning;

namespace Skipcall.Commands;

/// <summary>Gets what changed in a sequence since the last confirmed run.</summary>
[Cmdlet(VerbsCommon.Get, "SkipcallSequenceChange", HelpUri = HelpUris.Root + "Get-SkipcallSequenceChange.md")]
[OutputType(typeof(ContactChange))]
public sealed class GetSkipcallSequenceChangeCommand : ChangeCommand
{
    private readonly SequenceIdInput _ids = new();
    private StateFolder? _folder;
    private ChangeFeed? _feed;

    /// <summary>The ids of the sequences, read in order.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(SequenceIdCompleter))]
    public string[] SequenceId { get; set; } = Array.Empty<string>();

    /// <summary>Reports removals even if more than half of the contacts are missing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The connections to use, in order. The default is the runspace's default connection.</summary>
    [Parameter]
    [ConnectionArgument]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public SkipcallConnection[]? Connection { get; set; }

    /// <summary>Checks the parameters and locks the state folder.</summary>
    protected override void BeginProcessing()
    {
        _ = CurrentConnection.Require(this, Connection);
        _folder = OpenFolder();
        Guard(() => _feed = new ChangeFeed(_folder, SystemClock.Instance), e => Fail(e, StatePath));
    }

    /// <summary>Writes the changes of each sequence.</summary>
    protected override void ProcessRecord()
    {
        foreach (var connection in CurrentConnection.Require(this, Connection))
        {
            foreach (var id in SequenceId)
            {
                if (!MyInvocation.ExpectingInput || _ids.IsNew(connection, id))
                {
                    Guard(
                        () => Read(connection, SequenceIdInput.Checked(id)),
                        e => Report(SequenceIdInput.WithHint(e, id, connection), id));
                }
            }
        }
    }

    /// <summary>Marks the run as finished. PowerShell does not call this if the pipeline was stopped.</summary>
    protected override void EndProcessing() => Guard(_feed!.Finish, e => Fail(e, StatePath));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _feed?.Dispose();
        }
    }

    private void Read(SkipcallConnection connection, string id)
    {
        ChangeSession.Runs(_folder!.Path)[id] = _feed!.Id;
        var query = new SequenceContactQuery(id, null, null, connection.Memory);
        Run((outbox, cancellationToken) =>
            _feed.ReadAsync(connection.BaseUri, connection.Client, query, new ScanOptions(), Force, new Sink(outbox), outbox, cancellationToken));
    }

    /// <summary>Posts the changes to the pipeline thread.</summary>
    private sealed class Sink : IScanSink<ContactChange>
    {
        private readonly Outbox _outbox;

        public Sink(Outbox outbox) => _outbox = outbox;

        public void Total(long? total)
        {
        }

        public Task WriteAsync(IReadOnlyList<ContactChange> records) => _outbox.SendAsync(command => command.WriteAll(records));

        public void Unreadable(UnreadableRecord record, long page) => _outbox.Unreadable(record, page);

        public void Close(ScanReceipt receipt) => _outbox.Post(command => command.WriteReceipt(receipt));
    }
}
