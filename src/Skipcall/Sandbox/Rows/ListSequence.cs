using System;
using System.Collections.Generic;
using System.Linq;

namespace Skipcall.Sandboxing;

/// <summary>Rows that are stored, and can be moved about while somebody reads them.</summary>
internal sealed class ListSequence : SandboxSequence
{
    private readonly List<SequenceContact> _rows;
    private int _nextIndex;

    public ListSequence(string id, IEnumerable<SequenceContact> rows)
        : base(id)
    {
        _rows = rows.ToList();
        _nextIndex = _rows.Count;
    }

    public override int Count
    {
        get
        {
            lock (_rows)
            {
                return _rows.Count;
            }
        }
    }

    public override bool MayHoldAdditionalProperties => true;

    public SequenceContact this[int index]
    {
        get
        {
            lock (_rows)
            {
                return _rows[index];
            }
        }
    }

    public override IEnumerable<Tag> Tags
    {
        get
        {
            lock (_rows)
            {
                return _rows.SelectMany(row => row.Tags).ToArray();
            }
        }
    }

    public override SequencePage Page(string? tag, string? status, PageRequest page)
    {
        lock (_rows)
        {
            var matches = tag is null && status is null
                ? _rows
                : _rows.Where(row => Matches(row, tag, status)).ToList();
            var first = (int)Math.Min(page.Skip, matches.Count);
            return new SequencePage(matches.GetRange(first, Math.Min(page.Limit, matches.Count - first)), matches.Count);
        }
    }

    public override CallPage Calls(long skip, int take)
    {
        lock (_rows)
        {
            var total = _rows.Sum(row => row.Calls.Count);
            return new CallPage(PlacedCalls().Skip((int)Math.Min(skip, total)).Take(take).ToArray(), total);
        }
    }

    public override PlacedCall? FindCall(string id)
    {
        lock (_rows)
        {
            return PlacedCalls().FirstOrDefault(placed => string.Equals(placed.Call.Id, id, StringComparison.Ordinal));
        }
    }

    public void Insert(int index, SequenceContact row)
    {
        lock (_rows)
        {
            _rows.Insert(index, row);
        }
    }

    public void Add(SequenceContact row) => Insert(Count, row);

    public void RemoveAt(int index)
    {
        lock (_rows)
        {
            _rows.RemoveAt(index);
        }
    }

    public void Move(int from, int to)
    {
        lock (_rows)
        {
            var row = _rows[from];
            _rows.RemoveAt(from);
            _rows.Insert(to, row);
        }
    }

    /// <summary>Takes the first row away and puts a new one, created now, at the end; does nothing when there are no rows.</summary>
    public void MoveOn(DateTimeOffset now)
    {
        lock (_rows)
        {
            if (_rows.Count == 0)
            {
                return;
            }

            var row = SampleData.Row(Id, DeterministicId.Seed(Id), _nextIndex++);
            row.CreatedAt = now;
            row.Status = null;
            row.Calls.Clear();
            _rows.RemoveAt(0);
            _rows.Add(row);
        }
    }

    private IEnumerable<PlacedCall> PlacedCalls() =>
        _rows.SelectMany(row => row.Calls, (row, call) => new PlacedCall(row, call));

    private static bool Matches(SequenceContact row, string? tag, string? status) =>
        (status is null || string.Equals(row.Status, status, StringComparison.Ordinal))
        && (tag is null || row.Tags.Exists(held => string.Equals(held.Label, tag, StringComparison.Ordinal)));
}
