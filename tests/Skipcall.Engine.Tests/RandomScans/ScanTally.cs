using System.Globalization;

namespace Skipcall.Engine.Tests.RandomScans;

internal sealed class ScanTally
{
    private readonly int[] _verdicts = new int[Enum.GetValues<ScanOracle.VerdictKind>().Length];
    private int _losingScans;
    private int _lost;
    private int _lostByReturns;
    private long _requests;
    private int _honest;

    public int Losing => _losingScans;

    public void Count(ScanResult result, ScanOracle.Verdict verdict)
    {
        Interlocked.Increment(ref _verdicts[(int)verdict.Kind]);
        Interlocked.Add(ref _requests, result.Service.Sent);
        if (AllowedFailures.IsHonest(result))
        {
            Interlocked.Increment(ref _honest);
        }

        if (verdict is { Kind: ScanOracle.VerdictKind.MovedUnseen, Lost: > 0 })
        {
            Interlocked.Increment(ref _losingScans);
            Interlocked.Add(ref _lost, verdict.Lost);
        }
        else if (verdict.Lost > 0)
        {
            Interlocked.Increment(ref _lostByReturns);
        }
    }

    public int Of(ScanOracle.VerdictKind kind) => Volatile.Read(ref _verdicts[(int)kind]);

    public override string ToString()
    {
        var unseen = Of(ScanOracle.VerdictKind.MovedUnseen);
        return string.Create(CultureInfo.InvariantCulture, $"{_verdicts.Sum():N0} scans ({_requests:N0} requests): {Of(ScanOracle.VerdictKind.Still):N0} still, ")
            + string.Create(CultureInfo.InvariantCulture, $"{Of(ScanOracle.VerdictKind.Repaired) + Of(ScanOracle.VerdictKind.NamedAsDrift):N0} moved with a sign ({Of(ScanOracle.VerdictKind.Repaired):N0} repaired, {Of(ScanOracle.VerdictKind.NamedAsDrift):N0} named), ")
            + string.Create(CultureInfo.InvariantCulture, $"{unseen:N0} moved without a sign ({_losingScans:N0} lost a record: {100.0 * _losingScans / Math.Max(1, unseen):0.0} %, {_lost:N0} records), ")
            + string.Create(CultureInfo.InvariantCulture, $"{Of(ScanOracle.VerdictKind.SnapshotWhole) + Of(ScanOracle.VerdictKind.SnapshotOfReturns) + Of(ScanOracle.VerdictKind.SnapshotNamed):N0} snapshots ({Of(ScanOracle.VerdictKind.SnapshotWhole):N0} whole, {Of(ScanOracle.VerdictKind.SnapshotNamed):N0} named, {Of(ScanOracle.VerdictKind.SnapshotOfReturns):N0} of rows that came back: {_lostByReturns:N0} lost a record), ")
            + string.Create(CultureInfo.InvariantCulture, $"{Of(ScanOracle.VerdictKind.Part):N0} parts, {Of(ScanOracle.VerdictKind.Failed):N0} failed by name; {_honest:N0} under an honest rate limit met no 429");
    }
}
