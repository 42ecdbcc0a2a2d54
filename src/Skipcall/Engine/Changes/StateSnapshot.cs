namespace Skipcall.Engine.Changes;

/// <summary>Writes what a run leaves to the next one.</summary>
internal static class StateSnapshot
{
    private const int BlockLength = 32 * 1024;

    /// <summary>Writes a snapshot.</summary>
    /// <param name="blocks">The new file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="state">The old file.</param>
    /// <param name="unseen">Places of the entries that the run could neither confirm nor refute.</param>
    public static void Write(StateBlocks blocks, StateHeader header, StateFile state, ICollection<int> unseen)
    {
        header.Write(blocks);
        blocks.Number(state.Records.Count);
        blocks.End(StateBlock.Header);

        // In the order of the file, which is faster to read.
        foreach (var offset in state.Records.Slots.ToArray().Select(slot => slot.Offset).Where(offset => offset != 0).OrderBy(offset => offset))
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
            // Nobody knows which of these a consumer holds: all of them stay.
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
