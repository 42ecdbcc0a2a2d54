using Skipcall.Engine.Scanning;
using static Skipcall.Engine.Tests.RandomScans.Scenario;

namespace Skipcall.Engine.Tests.RandomScans;

internal sealed class ScanOracle
{
    private const int MostPasses = 3;
    private const int MostSnapshotPasses = 6;

    private readonly bool _seesAll;
    private readonly ScanResult _result;
    private readonly Scenario _scenario;
    private readonly IReadOnlyList<Exchange> _exchanges;
    private readonly IReadOnlyList<Pass> _passes;

    /// <summary><paramref name="seesAll"/> is false over sockets: requests arrive late or never, or .NET resends them.</summary>
    public ScanOracle(ScanResult result, bool seesAll = true)
    {
        _seesAll = seesAll;
        _result = result;
        _scenario = result.Scenario;
        _exchanges = result.Service.Exchanges;
        _passes = Pass.Split(_exchanges, _scenario, result.Service.List);
    }

    private Pass Last => _passes[^1];

    private ScanReceipt Receipt => _result.Receipts[0];

    private int FirstVersion => _exchanges[0].Version;

    private int LastVersion => _exchanges[^1].Version;

    /// <summary>A page that lacks a row looks like drift.</summary>
    private bool Moved => LastVersion != FirstVersion || _exchanges.Any(exchange => exchange.Fault?.Kind == FaultKind.ShortPage);

    private bool WarnsOfDrift => _result.Warnings.Any(warning => warning.StartsWith("DriftDetected", StringComparison.Ordinal));

    /// <exception cref="InvalidOperationException">The scan broke a promise.</exception>
    public Verdict Check()
    {
        try
        {
            return CheckPromises();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(e.Message + Environment.NewLine + _result.Describe(), e);
        }
    }

    private Verdict CheckPromises()
    {
        NothingTwice();
        TheReceiptIsTrue();
        TheErrorIsNamed();
        NothingTakesForEver();
        AnHonestBudgetIsKept();
        if (_seesAll)
        {
            NobodyComesBackEarly();
            NobodyAsksTooOften();
        }

        OnlyWhatWasReadIsWritten();
        if (_result.Error is SkipcallException { ErrorId: not SkipcallErrorId.DriftDetected })
        {
            Assert.True(AllowedFailures.IsReasonToFail(Last, _scenario), $"It failed without a reason: {_result.Error}");
            return new Verdict(VerdictKind.Failed);
        }

        return _scenario.ScanOptions.Mode switch
        {
            ScanMode.All => CheckAll(),
            ScanMode.Snapshot => CheckSnapshot(),
            _ => CheckPart(),
        };
    }

    private void NothingTwice() =>
        Assert.True(_result.Written.Distinct().Count() == _result.Written.Count, "A record was written twice.");

    private void TheReceiptIsTrue()
    {
        Assert.Single(_result.Receipts);
        Assert.Equal(_result.Written.Count, Receipt.Written);
        if (_seesAll)
        {
            Assert.Equal(_result.Service.Sent, Receipt.Requests);
        }

        Assert.Equal(_result.Error is null && !WarnsOfDrift, Receipt.Complete);
        Assert.Equal(Receipt.Complete, Receipt.Reason is null);
        Assert.InRange(Receipt.Passes, 1, _scenario.ScanOptions.Mode == ScanMode.Snapshot ? MostSnapshotPasses : MostPasses);
    }

    private void TheErrorIsNamed()
    {
        switch (_result.Error)
        {
            case IncompleteResultException incomplete:
                Assert.NotEmpty(_result.Written);
                Assert.Equal(_result.Written.Count, incomplete.Written);
                Assert.IsAssignableFrom<SkipcallException>(incomplete.InnerException);
                break;
            case not null:
                Assert.IsAssignableFrom<SkipcallException>(_result.Error);
                Assert.Empty(_result.Written);
                break;
        }
    }

    private void NothingTakesForEver()
    {
        var each = _scenario.Options.Timeout + _scenario.Options.MaximumWait + _scenario.Writing + TimeSpan.FromMinutes(1);
        Assert.InRange(_result.Took, TimeSpan.Zero, each * (_exchanges.Count + 1));
    }

    private void AnHonestBudgetIsKept()
    {
        if (AllowedFailures.IsHonest(_result))
        {
            Assert.DoesNotContain(_exchanges, exchange => exchange.IsOverBudget);
        }
    }

    /// <summary>After a 429, no request is sent early; after another failure, only its own retry has to wait.</summary>
    private void NobodyComesBackEarly()
    {
        foreach (var pass in _passes)
        {
            foreach (var asking in pass.Exchanges.Where(exchange => exchange is { IsAnswered: true, AskedToWait: not null }))
            {
                var others = asking.IsOverBudget || asking.Fault!.Kind == FaultKind.Rejection
                    ? _exchanges
                    : pass.Exchanges.Where(later => later.Page == asking.Page && later.Number > asking.Number);
                Assert.DoesNotContain(others, later => later.SentAt > asking.AnsweredAt && later.SentAt < asking.AnsweredAt + asking.AskedToWait);
            }
        }
    }

    /// <summary>Retries stay within the limit, and permanent failures are not retried.</summary>
    private void NobodyAsksTooOften()
    {
        foreach (var attempts in _passes.SelectMany(pass => pass.Exchanges.GroupBy(exchange => exchange.Page)))
        {
            Assert.InRange(attempts.Count(AllowedFailures.MayPass), 0, _scenario.Options.MaximumRetryCount + 1);
            Assert.DoesNotContain(attempts.SkipLast(1), attempt => attempt.Fault?.Kind is FaultKind.Refusal or FaultKind.Html);
        }
    }

    /// <summary>Records are written in the order of the pages, each where it first appeared.</summary>
    private void OnlyWhatWasReadIsWritten()
    {
        var read = _scenario.ScanOptions.Mode == ScanMode.Snapshot ? Last.Ids : _passes.SelectMany(pass => pass.Ids).Distinct();
        if (_scenario.ScanOptions.Mode != ScanMode.Bounded)
        {
            Assert.Equal(read.Take(_result.Written.Count), _result.Written);
        }
    }

    private Verdict CheckAll()
    {
        Assert.True(Last.IsWhole, "A page is missing, and that was not said.");
        if (!Moved)
        {
            AStillListIsReadOnce();
            return new Verdict(VerdictKind.Still);
        }

        if (WarnsOfDrift)
        {
            Assert.Equal(MostPasses, _passes.Count);
            return new Verdict(VerdictKind.NamedAsDrift);
        }

        Assert.False(Last.ShowsASign, "The last reading showed that the list moved, and that was not said.");
        var lost = _result.Service.List.StayedThroughout(FirstVersion, LastVersion).Except(_result.Written).Count();
        if (Last.Moved)
        {
            return new Verdict(VerdictKind.MovedUnseen, lost);
        }

        Assert.True(lost == 0, "A record is missing although the list held still in the last reading.");
        return new Verdict(VerdictKind.Repaired);
    }

    private void AStillListIsReadOnce()
    {
        Assert.True(Receipt.Complete, "The list held still, and yet it is called incomplete: " + Receipt.Reason);
        Assert.Equal(_result.Service.List.Now.Select(row => row.Id), _result.Written);
        var pages = Math.Max(1, (_scenario.Rows + _scenario.PageSize - 1) / _scenario.PageSize);
        if (_scenario.Moves.Count == 0)
        {
            Assert.Equal(_scenario.ScanOptions.Mode == ScanMode.Snapshot ? pages * 2 : pages, _exchanges.Count(exchange => exchange.IsPage));
        }
    }

    private Verdict CheckSnapshot()
    {
        if (_result.Error is not null)
        {
            Assert.True(Moved, "The list held still, and yet it is said to move.");
            Assert.Equal(MostSnapshotPasses, _passes.Count);
            return new Verdict(VerdictKind.SnapshotNamed);
        }

        var before = _passes[^2];
        Assert.True(before.IsWhole && Last.IsWhole, "A page is missing, and that was not said.");
        Assert.False(before.ShowsASign || Last.ShowsASign, "A reading showed that the list moved, and yet it was written.");
        Assert.Equal(Last.Ids, _result.Written);
        if (!Moved)
        {
            AStillListIsReadOnce();
        }

        if (_scenario.Moves.Any(move => move.Kind == MoveKind.ComeBack))
        {
            var lost = _result.Service.List.StayedThroughout(FirstVersion, LastVersion).Except(_result.Written).Count();
            return new Verdict(VerdictKind.SnapshotOfReturns, lost);
        }

        // Rows seen in both passes existed between them, and both passes say that there were no more.
        var list = _result.Service.List.At(before.LastVersion).Select(row => row.Id).ToHashSet();
        Assert.True(list.SetEquals(_result.Written), "What is written is not what the list was between the two readings.");
        return new Verdict(VerdictKind.SnapshotWhole);
    }

    private Verdict CheckPart()
    {
        Assert.True(_scenario.ScanOptions.First is null || _result.Written.Count <= _scenario.ScanOptions.First, "More was written than was asked for.");
        if (!Moved && _scenario.Moves.Count == 0)
        {
            var wanted = _result.Service.List.Now.Select(row => row.Id).Skip((int)_scenario.ScanOptions.Skip).Take((int)_scenario.ScanOptions.First!);
            Assert.True(Receipt.Complete, "The list held still, and yet it is called incomplete: " + Receipt.Reason);
            Assert.Equal(wanted, _result.Written);
            var end = Math.Min(_scenario.Rows, _scenario.ScanOptions.Skip + _scenario.ScanOptions.First.Value);
            var pages = Math.Max(1, ((end + _scenario.PageSize - 1) / _scenario.PageSize) - _scenario.FirstPage + 1);
            Assert.Equal(pages, _exchanges.Count(exchange => exchange.IsPage));
        }

        return new Verdict(VerdictKind.Part);
    }

    /// <summary><c>Lost</c> counts records that stayed in the list but were not written.</summary>
    internal sealed record Verdict(VerdictKind Kind, int Lost = 0);

    internal enum VerdictKind
    {
        /// <summary>The list didn't change, and all of it was written.</summary>
        Still,

        /// <summary>Drift was detected, and another pass read what was missed.</summary>
        Repaired,

        /// <summary>The list kept changing, which was reported as DriftDetected.</summary>
        NamedAsDrift,

        /// <summary>The list changed, and the last pass showed no sign of it.</summary>
        MovedUnseen,

        /// <summary>The service or the connection failed, which was reported.</summary>
        Failed,

        SnapshotWhole,

        /// <summary>A snapshot of a list with returning rows, for which nothing is promised.</summary>
        SnapshotOfReturns,

        /// <summary>A snapshot was refused with an error; nothing was written.</summary>
        SnapshotNamed,

        Part,
    }
}
