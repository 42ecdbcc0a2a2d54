using Skipcall.Engine.Changes;
using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests.Changes;

internal sealed class FeedFixture(HttpMessageHandler service, IStateFolder folder)
{
    public const string SequenceId = "spring";

    private static readonly Uri s_baseUri = new("https://api.invalid");

    public int PageSize { get; init; } = 5;

    /// <summary>How far the local clock is ahead of the service's.</summary>
    public TimeSpan ClockError { get; set; }

    public RecordingLog Log { get; private set; } = new();

    public FeedRun Read(FeedRun? run = null, bool force = false, Uri? baseUri = null)
    {
        run ??= new FeedRun();
        var clock = new FakeClock(((service as ChangingSequence)?.Now ?? ChangingSequence.Start) + ClockError);
        using var feed = new ChangeFeed(folder, clock);
        run.Id = feed.Id;
        Log = new RecordingLog(isDebug: false);
        var fixture = new ClientFixture(service, clock: clock, log: Log);
        clock.Run(() => feed.ReadAsync(
            baseUri ?? s_baseUri, fixture.Client, new SequenceContactQuery(SequenceId, null, null, new SeenValues()), new ScanOptions { PageSize = PageSize }, force, run, Log, CancellationToken.None));
        feed.Finish();
        return run;
    }

    public void Confirm(FeedRun run) => Confirm(run.Id);

    public void Confirm(Guid runId)
    {
        using var confirmation = new ChangeConfirmation(folder);
        confirmation.Confirm(SequenceId, runId, () => true);
    }

    public IReadOnlyList<ContactChange> ReadAndConfirm()
    {
        var run = Read();
        Confirm(run);
        return run.Written;
    }
}

internal sealed class FeedRun(Func<Task>? onWrite = null) : RecordingSink<ContactChange>(change => change.Id, onWrite)
{
    public Guid Id { get; set; }
}
