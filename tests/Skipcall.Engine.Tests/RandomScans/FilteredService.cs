using System.Globalization;
using static Skipcall.Engine.Tests.RandomScans.FilteredScenario;
using static Skipcall.Engine.Tests.RandomScans.Scenario;

namespace Skipcall.Engine.Tests.RandomScans;

internal sealed class FilteredService : HttpMessageHandler
{
    private const int HugeTotal = 90_000;

    private readonly FilteredScenario _scenario;
    private readonly List<List<Row>> _versions = [];
    private readonly List<(Uri Uri, IReadOnlyList<Row> Rows)> _exchanges = [];
    private readonly Dictionary<string, int> _cache = [];
    private int _made;

    public FilteredService(FilteredScenario scenario)
    {
        _scenario = scenario;
        _versions.Add([.. scenario.Rows]);
        _made = scenario.Rows.Count;
    }

    public IReadOnlyList<IReadOnlyList<Row>> Versions => _versions;

    public IReadOnlyList<(Uri Uri, IReadOnlyList<Row> Rows)> Exchanges => _exchanges;

    public bool UsedCache { get; private set; }

    /// <summary>Whether every request had Cache-Control: no-cache.</summary>
    public bool AsksForFreshAnswers { get; private set; } = true;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        AsksForFreshAnswers &= request.Headers.CacheControl?.NoCache == true;
        var asked = new ScriptedService.Asked(_exchanges.Count + 1, request.Method, request.RequestUri!, TimeSpan.Zero);
        foreach (var change in _scenario.Changes.Where(change => change.Before == asked.Number))
        {
            Apply(change);
        }

        var (version, age) = VersionFor(asked);
        var filtered = _versions[version].Where(row =>
            (asked.Query("status") is not { } status || _scenario.Wrong == Quirk.IgnoresStatus || row.StatusName == status)
            && (asked.Query("tag") is null || _scenario.Wrong == Quirk.IgnoresTag || row.HasTag)).ToList();
        var size = _scenario.Wrong switch
        {
            Quirk.OtherPageSize => 3,
            Quirk.HiddenPageSize => Math.Max(1, asked.Limit - 1),
            _ => asked.Limit,
        };
        var pages = (filtered.Count + size - 1) / size;
        var page = _scenario.Wrong is Quirk.TotalIsHuge or Quirk.LastPageRepeats ? Math.Min(asked.Page, Math.Max(1, pages)) : asked.Page;
        var rows = filtered.Skip((page - 1) * size).Take(size).ToList();
        _exchanges.Add((request.RequestUri!, rows));

        // The record in the middle of the list has no id.
        bool HasId(Row row) => _scenario.Wrong != Quirk.Unreadable || row.Number != _scenario.Rows.Count / 2;
        var total = _scenario.Wrong switch { Quirk.TotalIsZero => 0, Quirk.TotalIsHalf => filtered.Count / 2, Quirk.TotalIsHuge => HugeTotal, _ => filtered.Count };
        var stated = _scenario.Wrong == Quirk.HiddenPageSize ? asked.Limit : size;
        var response = JsonResponse.Json(FormattableString.Invariant(
            $$"""{"data":[{{string.Join(',', rows.Select(row => row.ToJson(HasId(row))))}}],"total":{{total}},"page":{{asked.Page}},"limit":{{stated}},"totalPages":{{(_scenario.Wrong == Quirk.TotalIsHuge ? HugeTotal / stated : pages)}}}"""));
        if (age > 0)
        {
            response.With("Age", age.ToString(CultureInfo.InvariantCulture));
        }

        return Task.FromResult(response);
    }

    private (int Version, int Age) VersionFor(ScriptedService.Asked asked)
    {
        var now = _versions.Count - 1;
        switch (_scenario.Wrong)
        {
            case Quirk.Replicas:
                return (asked.Number % 2 == 0 ? Math.Max(0, now - 1) : now, 0);
            case Quirk.Cached when asked.Page % 2 == 0 && _cache.TryGetValue(asked.Uri.Query, out var then):
                UsedCache = true;
                return (then, 120);
            default:
                _cache[asked.Uri.Query] = now;
                return (now, 0);
        }
    }

    private void Apply(Change change)
    {
        List<Row> rows = [.. _versions[^1]];
        var index = (int)Math.Round(change.Place * Math.Max(0, rows.Count - 1));
        if (change.Kind == MoveKind.Insert)
        {
            rows.Insert((int)Math.Round(change.Place * rows.Count), new Row(_made++, change.Status, change.HasTag));
        }
        else if (rows.Count == 0)
        {
            return;
        }
        else if (change.Kind == MoveKind.Delete)
        {
            rows.RemoveAt(index);
        }
        else
        {
            rows[index] = rows[index] with { Status = change.Status, HasTag = change.HasTag };
        }

        _versions.Add(rows);
    }
}
