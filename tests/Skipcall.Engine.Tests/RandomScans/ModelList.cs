using System.Globalization;
using static Skipcall.Engine.Tests.RandomScans.Scenario;

namespace Skipcall.Engine.Tests.RandomScans;

internal sealed class ModelList
{
    // More than the skew of any scenario's clock.
    private static readonly TimeSpan s_longAgo = TimeSpan.FromDays(400);

    private readonly List<Row[]> _versions = [];
    private readonly Stack<Row> _deleted = new();
    private int _made;

    public ModelList(int rows, DateTimeOffset now)
    {
        _versions.Add(Enumerable.Range(0, rows).Select(_ => Make(now - s_longAgo)).ToArray());
    }

    /// <summary>The current version, from 0.</summary>
    public int Version => _versions.Count - 1;

    public Row[] Now => _versions[^1];

    public Row[] At(int version) => _versions[version];

    public HashSet<string> StayedThroughout(int first, int last)
    {
        var stayed = At(first).Select(row => row.Id).ToHashSet();
        for (var version = first + 1; version <= last; version++)
        {
            stayed.IntersectWith(At(version).Select(row => row.Id));
        }

        return stayed;
    }

    public void Apply(Move move, DateTimeOffset now, DateTimeOffset lastRequest)
    {
        var rows = Now.ToList();
        var index = (int)Math.Round(move.Place * Math.Max(0, rows.Count - 1));
        switch (move.Kind)
        {
            case MoveKind.Insert:
                rows.Insert((int)Math.Round(move.Place * rows.Count), Make(move.Age switch
                {
                    Age.Fresh => now,
                    Age.SinceLastRequest => lastRequest + ((now - lastRequest) * 0.2),
                    _ => now - s_longAgo,
                }));
                break;
            case MoveKind.Delete when rows.Count > 0:
                _deleted.Push(rows[index]);
                rows.RemoveAt(index);
                break;
            case MoveKind.Swap when rows.Count > 1:
                var other = (index + (rows.Count / 2)) % rows.Count;
                (rows[index], rows[other]) = (rows[other], rows[index]);
                break;
            case MoveKind.Reverse when rows.Count - index > 1:
                rows.Reverse(index, rows.Count - index);
                break;
            case MoveKind.ComeBack when _deleted.Count > 0:
                rows.Insert((int)Math.Round(move.Place * rows.Count), _deleted.Pop());
                break;
            default:
                return;
        }

        _versions.Add([.. rows]);
    }

    // The API has millisecond precision.
    private Row Make(DateTimeOffset at) => new(
        "row-" + (++_made).ToString(CultureInfo.InvariantCulture),
        new DateTimeOffset(at.Ticks - (at.Ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero));

    internal sealed record Row(string Id, DateTimeOffset CreatedAt)
    {
        public string ToJson() =>
            $$"""{"id":"{{Id}}","status":null,"contact":{"id":"c","firstName":"Zoé"},"tags":[],"calls":[],"createdAt":"{{CreatedAt:yyyy-MM-ddTHH:mm:ss.fff}}Z"}""";
    }
}
