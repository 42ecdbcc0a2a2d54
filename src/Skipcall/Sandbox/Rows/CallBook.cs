using System;
using System.Collections.Generic;
using System.Linq;

namespace Skipcall.Sandboxing;

/// <summary>
/// The calls of a sandbox: those of the rows that its sequences have at this moment. The calls of the sample sequence
/// <c>large</c> are not among them, because they would bury all others.
/// </summary>
internal sealed class CallBook
{
    private readonly SequenceStore _sequences;
    private readonly string[] _ids;

    public CallBook(SequenceStore sequences, IDictionary<string, SandboxSequence> all)
    {
        _sequences = sequences;
        _ids = all.Where(pair => pair.Value is not GeneratedSequence { Id: SandboxSequences.LargeId }).Select(pair => pair.Key).ToArray();
    }

    private IEnumerable<SandboxSequence> Sequences => _ids.Select(id => _sequences.Find(id)!);

    public CallPage Page(PageRequest page)
    {
        var calls = new List<PlacedCall>();
        var total = 0;
        foreach (var sequence in Sequences)
        {
            var part = sequence.Calls(Math.Max(0, page.Skip - total), page.Limit - calls.Count);
            calls.AddRange(part.Calls);
            total += part.Total;
        }

        return new CallPage(calls, total);
    }

    public PlacedCall? Find(string id) => Sequences.Select(sequence => sequence.FindCall(id)).FirstOrDefault(placed => placed is not null);
}
