using System.Linq;
using System.Threading;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>Counts what became of scans, for a line that a person reads.</summary>
internal sealed class ScanTally
{
    private readonly int[] _verdicts = new int[System.Enum.GetValues<VerdictKind>().Length];
    private int _losingScans;
    private int _lost;
    private int _lostByReturns;
    private long _requests;
    private int _honest;

    public int Losing => _losingScans;

    public void Count(ScanResult result, Verdict verdict)
    {
        Interlocked.Increment(ref _verdicts[(int)verdict.Kind]);
        Interlocked.Add(ref _requests, result.Service.Sent);
        if (Honesty.Of(result))
        {
            Interlocked.Increment(ref _honest);
        }

        if (verdict is { Kind: VerdictKind.MovedUnseen, Lost: > 0 })
        {
            Interlocked.Increment(ref _losingScans);
            Interlocked.Add(ref _lost, verdict.Lost);
        }
        else if (verdict.Lost > 0)
        {
            Interlocked.Increment(ref _lostByReturns);
        }
    }

    public int Of(VerdictKind kind) => Volatile.Read(ref _verdicts[(int)kind]);

    public override string ToString()
    {
        var unseen = Of(VerdictKind.MovedUnseen);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_verdicts.Sum():N0} scans ({_requests:N0} requests): {Of(VerdictKind.Still):N0} still, ")
            + string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Of(VerdictKind.Repaired) + Of(VerdictKind.NamedAsDrift):N0} moved with a sign ({Of(VerdictKind.Repaired):N0} repaired, {Of(VerdictKind.NamedAsDrift):N0} named), ")
            + string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{unseen:N0} moved without a sign ({_losingScans:N0} lost a record: {100.0 * _losingScans / System.Math.Max(1, unseen):0.0} %, {_lost:N0} records), ")
            + string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Of(VerdictKind.SnapshotWhole) + Of(VerdictKind.SnapshotOfReturns) + Of(VerdictKind.SnapshotNamed):N0} snapshots ({Of(VerdictKind.SnapshotWhole):N0} whole, {Of(VerdictKind.SnapshotNamed):N0} named, {Of(VerdictKind.SnapshotOfReturns):N0} of rows that came back: {_lostByReturns:N0} lost a record), ")
            + string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Of(VerdictKind.Part):N0} parts, {Of(VerdictKind.Failed):N0} failed by name; {_honest:N0} under an honest rate limit met no 429");
    }
}
