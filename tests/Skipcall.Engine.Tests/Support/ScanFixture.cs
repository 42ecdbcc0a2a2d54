using Skipcall.Engine.Http;
using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests;

internal sealed class ScanFixture
{
    private readonly string _sequenceId;
    private readonly SeenValues _memory = new();

    public ScanFixture(HttpMessageHandler service, ClientOptions? options = null, FakeClock? clock = null, ContactSink? sink = null, string sequenceId = "s")
    {
        _sequenceId = sequenceId;
        On = new ClientFixture(service, options, clock);
        Sink = sink ?? new ContactSink();
    }

    private ScanFixture(ClientFixture on, string sequenceId)
    {
        On = on;
        Sink = new ContactSink();
        _sequenceId = sequenceId;
    }

    public ClientFixture On { get; }

    public ContactSink Sink { get; }

    public ScanReceipt Receipt => Sink.Receipt;

    public RecordingLog Log => On.Log;

    public static ScanFixture Sharing(ClientFixture connection, string sequenceId) => new(connection, sequenceId);

    public static ScanFixture Of(Sandbox sandbox, FakeClock clock, string sequenceId, ClientOptions? options = null) =>
        new(new ClientFixture(sandbox.CreateHandler(), options, clock, sandbox.BaseUri, sandbox.ApiKey), sequenceId);

    public ScanReceipt Run(ScanOptions? options = null, string? tag = null, SequenceContactStatus? status = null)
    {
        On.Clock.Run(() => RunAsync(options, tag, status, CancellationToken.None));
        return Receipt;
    }

    public Task RunAsync(ScanOptions? options, string? tag, SequenceContactStatus? status, CancellationToken cancellationToken)
    {
        return RunAsync(options, tag is null ? null : [tag], status is null ? null : [status.Value], cancellationToken);
    }

    /// <summary>Reads several tags and statuses as one list.</summary>
    public ScanReceipt Run(ScanOptions options, string[]? tags, SequenceContactStatus[]? statuses)
    {
        On.Clock.Run(() => RunAsync(options, tags, statuses, CancellationToken.None));
        return Receipt;
    }

    private Task RunAsync(ScanOptions? options, string[]? tags, SequenceContactStatus[]? statuses, CancellationToken cancellationToken)
    {
        var query = SequenceContactQuery.Lists(_sequenceId, tags, statuses, _memory);
        var scan = new Scan<SequenceContact>(On.Client, query, options ?? new ScanOptions { Mode = ScanMode.All }, Sink, On.Log, On.Clock);
        return scan.RunAsync(cancellationToken);
    }
}
