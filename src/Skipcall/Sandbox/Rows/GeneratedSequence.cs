using System;
using System.Collections.Generic;
using System.Linq;

namespace Skipcall.Sandboxing;

/// <summary>Rows that are computed from their index when somebody asks for them: a million of them cost nothing.</summary>
internal sealed class GeneratedSequence : SandboxSequence
{
    private readonly ulong _seed;
    private readonly Dictionary<(string? Tag, string? Status), int[]> _matches = new();

    public GeneratedSequence(string id, int count)
        : base(id)
    {
        _seed = DeterministicId.Seed(id);
        Count = count;
    }

    public override int Count { get; }

    public override bool MayHoldAdditionalProperties => false;

    public override SequencePage Page(string? tag, string? status, int page, int limit)
    {
        var matches = tag is null && status is null ? null : Matches(tag, status);
        var total = matches?.Length ?? Count;
        var first = (int)Math.Min(First(page, limit), total);
        var rows = new SequenceContact[Math.Min(limit, total - first)];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = Row(matches is null ? first + i : matches[first + i]);
        }

        return new SequencePage(rows, total);
    }

    /// <summary>The same rows, stored.</summary>
    public ListSequence ToList() => new(Id, Enumerable.Range(0, Count).Select(Row));

    private SequenceContact Row(int index) => SampleData.Row(Id, _seed, index);

    private int[] Matches(string? tag, string? status)
    {
        // A label that no row has is not worth remembering, and there is no end of them.
        if (tag is not null && !SampleTags.IsKnown(tag))
        {
            return Array.Empty<int>();
        }

        lock (_matches)
        {
            if (!_matches.TryGetValue((tag, status), out var indices))
            {
                indices = Enumerable.Range(0, Count).Where(index => SampleData.Matches(_seed, index, tag, status)).ToArray();
                _matches.Add((tag, status), indices);
            }

            return indices;
        }
    }
}
