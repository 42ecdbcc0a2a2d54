using System;
using System.Collections.Generic;
using System.Linq;

namespace Skipcall.Sandboxing;

/// <summary>The sequences of a sandbox, by id.</summary>
internal sealed class SequenceStore
{
    private readonly Dictionary<string, SandboxSequence> _sequences;
    private readonly bool _rowsMove;

    public SequenceStore(IDictionary<string, SandboxSequence> sequences, bool rowsMove)
    {
        _sequences = new Dictionary<string, SandboxSequence>(sequences, StringComparer.Ordinal);
        _rowsMove = rowsMove;
        Ids = sequences.Keys.ToArray();
    }

    public IReadOnlyList<string> Ids { get; }

    public SandboxSequence? Find(string id)
    {
        lock (_sequences)
        {
            if (!_sequences.TryGetValue(id, out var sequence))
            {
                return null;
            }

            // Rows that are computed have no places to move from. They are stored only when somebody asks for them.
            if (_rowsMove && sequence is GeneratedSequence generated)
            {
                sequence = generated.ToList();
                _sequences[id] = sequence;
            }

            return sequence;
        }
    }
}
