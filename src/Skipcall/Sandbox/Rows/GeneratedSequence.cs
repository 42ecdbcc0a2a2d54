using System;
using System.Collections.Generic;
using System.Linq;

namespace Skipcall.Sandboxing;

/// <summary>Rows that are computed from their index when somebody asks for them: a million of them cost nothing.</summary>
internal sealed class GeneratedSequence : SandboxSequence
{
    private readonly ulong _seed;
    private readonly Dictionary<(string? Tag, string? Status), int[]> _matches = new();

    // How many calls there are up to and with each row, counted when somebody first asks for calls.
    private readonly Lazy<int[]> _callsUpTo;

    public GeneratedSequence(string id, int count)
        : base(id)
    {
        _seed = DeterministicId.Seed(id);
        Count = count;
        _callsUpTo = new Lazy<int[]>(CountCalls);
    }

    public override int Count { get; }

    public override bool MayHoldAdditionalProperties => false;

    public override IEnumerable<Tag> Tags => SampleTags.All;

    public override SequencePage Page(string? tag, string? status, PageRequest page)
    {
        var matches = tag is null && status is null ? null : Matches(tag, status);
        var total = matches?.Length ?? Count;
        var first = (int)Math.Min(page.Skip, total);
        var rows = new SequenceContact[Math.Min(page.Limit, total - first)];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = Row(matches is null ? first + i : matches[first + i]);
        }

        return new SequencePage(rows, total);
    }

    public override CallPage Calls(long skip, int take)
    {
        var upTo = _callsUpTo.Value;
        var total = Count == 0 ? 0 : upTo[Count - 1];
        var first = (int)Math.Min(skip, total);
        var count = Math.Min(take, total - first);
        var calls = new List<PlacedCall>(count);
        for (var index = RowOfCall(upTo, first); calls.Count < count; index++)
        {
            var row = Row(index);
            var before = upTo[index] - row.Calls.Count;
            calls.AddRange(row.Calls.Skip(first - before).Take(count - calls.Count).Select(call => new PlacedCall(row, call)));
        }

        return new CallPage(calls, total);
    }

    public override PlacedCall? FindCall(string id)
    {
        for (var index = 0; index < Count; index++)
        {
            if (SampleData.CallNumber(_seed, index, id) is { } number)
            {
                var row = Row(index);
                return new PlacedCall(row, row.Calls[number]);
            }
        }

        return null;
    }

    /// <summary>The same rows, stored.</summary>
    public ListSequence ToList() => new(Id, Enumerable.Range(0, Count).Select(Row));

    private SequenceContact Row(int index) => SampleData.Row(Id, _seed, index);

    private int[] CountCalls()
    {
        var upTo = new int[Count];
        for (var index = 0; index < Count; index++)
        {
            upTo[index] = (index == 0 ? 0 : upTo[index - 1]) + SampleData.CallCount(_seed, index);
        }

        return upTo;
    }

    // The search may end at any of several rows that say the same; all but the first of them have no call.
    private static int RowOfCall(int[] upTo, int call)
    {
        var found = Array.BinarySearch(upTo, call + 1);
        var index = found < 0 ? ~found : found;
        while (index > 0 && upTo[index - 1] > call)
        {
            index--;
        }

        return index;
    }

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
