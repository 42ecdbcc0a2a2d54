namespace Skipcall.Engine.Changes;

/// <summary>Writes the snapshot at the beginning of a new state file.</summary>
internal static class StateSnapshot
{
    private const int BlockLength = 32 * 1024;

    /// <summary>Writes the records of the old state; <paramref name="unseen"/> has the offsets of entries that the run could not decide on.</summary>
    public static void Write(StateBlocks blocks, StateHeader header, StateFile state, ICollection<int> unseen)
    {
        header.Write(blocks);
        blocks.Number(state.Records.Count);
        blocks.End(StateBlock.Header);

        foreach (var offset in state.Records.Slots.ToArray().Select(slot => slot.Offset).Where(offset => offset != 0))
        {
            WriteEntry(blocks, state, state.ReadChain(offset), unseen.Contains(offset));
            if (blocks.Length >= BlockLength)
            {
                blocks.End(StateBlock.Entries);
            }
        }

        blocks.End(StateBlock.Entries);
        blocks.End(StateBlock.EndOfSnapshot);
    }

    private static void WriteEntry(StateBlocks blocks, StateFile state, IReadOnlyList<StateEntry> chain, bool isUnseen)
    {
        var last = chain[0];
        if (isUnseen)
        {
            // A consumer may have stored any of these entries, so all of them are kept.
            WriteChain(blocks, chain, last with { UnseenSince = FirstOf(last.UnseenSince, last.ObservedBefore, state.Header.ObservedAfter) });
        }
        else if (last.IsGone && chain.Skip(1).Any(other => other.IsFirst || other.Content != last.Content))
        {
            WriteChain(blocks, chain, last with { UnseenSince = 0, IsSettled = true });
        }
        else
        {
            blocks.Add(last with { Previous = 0, IsFirst = false, ObservedBefore = 0, UnseenSince = 0 });
        }
    }

    private static void WriteChain(StateBlocks blocks, IReadOnlyList<StateEntry> chain, StateEntry last)
    {
        var previous = 0;
        foreach (var entry in chain.Skip(1).Reverse().Append(last))
        {
            previous = blocks.Add(entry with { Previous = previous, ObservedBefore = 0 });
        }
    }

    private static long FirstOf(params long[] ticks) => ticks.FirstOrDefault(time => time != 0);
}
