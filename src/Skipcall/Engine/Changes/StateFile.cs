using System.Text;

namespace Skipcall.Engine.Changes;

/// <summary>
/// The state of one sequence: a snapshot of the last confirmed run, followed by the journal of the changes emitted since. Confirming a
/// run writes a new file.
/// </summary>
internal sealed class StateFile : IDisposable
{
    public const string Extension = ".changes";

    private const byte Version = 1;
    private static readonly byte[] s_magic = Encoding.ASCII.GetBytes("Skipcall changes");

    private readonly IStateFolder _folder;
    private readonly string _name;
    private Stream? _stream;
    private StateBlocks? _journal;

    private StateFile(IStateFolder folder, string name, string baseUri, string sequenceId)
    {
        _folder = folder;
        _name = name;
        Header = new StateHeader(baseUri, sequenceId, Guid.NewGuid(), 0, 0, default);
    }

    public StateHeader Header { get; private set; }

    public StateRun? LastRun { get; private set; }

    public RecordTable Records { get; } = new();

    public static string NameOf(string sequenceId)
    {
        // The hash distinguishes ids that differ only in case or in characters that file names can't have.
        var readable = new string(sequenceId.Take(40).Select(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' ? c : '_').ToArray());
        return $"{readable}-{Hash.Of(sequenceId):x16}{Extension}";
    }

    /// <summary>Opens the state of a sequence, or a new one if there is no file.</summary>
    /// <exception cref="SkipcallException"><c>InvalidState</c>: the file is damaged, for another sequence, or of a newer version.</exception>
    public static StateFile Open(IStateFolder folder, string baseUri, string sequenceId)
    {
        var state = Open(folder, NameOf(sequenceId), baseUri, sequenceId);
        if (state.Header.SequenceId != sequenceId || state.Header.BaseUri != baseUri)
        {
            state.Dispose();
            throw Invalid(folder, state._name, $"is for sequence '{state.Header.SequenceId}' of {state.Header.BaseUri}, not for '{sequenceId}' of {baseUri}. Use another -StatePath.");
        }

        return state;
    }

    /// <summary>Opens a state file of any sequence.</summary>
    /// <exception cref="SkipcallException"><c>InvalidState</c>: the file is damaged or of a newer version.</exception>
    public static StateFile OpenFile(IStateFolder folder, string name) => Open(folder, name, "", "");

    /// <summary>Records the start of a run. Earlier runs can't be confirmed any more.</summary>
    public void BeginRun(Guid id, long start)
    {
        if (_stream is null)
        {
            Replace(Header, Array.Empty<int>());
            Reopen();
        }

        _journal!.Guid(id);
        _journal.Write(start);
        Append(StateBlock.RunBegun);
        LastRun = new StateRun(id, start);
    }

    /// <summary>Adds an entry to the next block of the journal and returns its offset.</summary>
    public int Add(StateEntry entry) => _journal!.Add(entry);

    /// <summary>Flushes the added entries to disk.</summary>
    public void WriteChanges()
    {
        if (_journal!.Length > 0)
        {
            Append(StateBlock.Changes);
        }
    }

    /// <summary>Records that the list was read; <paramref name="unseen"/> has the offsets of entries that the run could not decide on.</summary>
    public void EndReading(IReadOnlyCollection<int> unseen)
    {
        _journal!.Number(unseen.Count);
        var last = 0;
        foreach (var offset in unseen.OrderBy(offset => offset))
        {
            _journal.Number(offset - last);
            last = offset;
        }

        Append(StateBlock.ListRead);
        LastRun = LastRun! with { Unseen = unseen };
    }

    /// <summary>Records that all changes of the last run were written to the pipeline.</summary>
    public void FinishRun()
    {
        Append(StateBlock.RunFinished);
        LastRun = LastRun! with { IsFinished = true };
    }

    /// <summary>Makes the last run the confirmed state.</summary>
    public void Confirm() => Replace(
        Header with { Generation = Header.Generation + 1, ObservedAfter = LastRun!.Start, ConfirmedRun = LastRun.Id }, new HashSet<int>(LastRun.Unseen));

    public StateEntry Read(int offset)
    {
        _stream!.Seek(offset, SeekOrigin.Begin);
        var head = StateEntryHead.Read(StateBlocks.Take(_stream, StateEntryHead.Length));
        return StateEntry.Read(head, new StateReader(StateBlocks.Take(_stream, head.RestLength)));
    }

    /// <summary>Reads an entry and its previous ones, newest first.</summary>
    public IReadOnlyList<StateEntry> ReadChain(int offset)
    {
        var chain = new List<StateEntry>();
        for (; offset != 0; offset = chain[chain.Count - 1].Previous)
        {
            chain.Add(Read(offset));
        }

        return chain;
    }

    public void Dispose()
    {
        _journal?.Dispose();
        _stream?.Dispose();
    }

    private static StateFile Open(IStateFolder folder, string name, string baseUri, string sequenceId)
    {
        var state = new StateFile(folder, name, baseUri, sequenceId);
        try
        {
            state.Reopen();
            return state;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException or OverflowException)
        {
            state.Dispose();
            throw Invalid(folder, name, $"can't be used: {e.Message} It was not changed. Restore it from a backup, or move it away to start with a new state.");
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    private static SkipcallException Invalid(IStateFolder folder, string name, string what) =>
        new(SkipcallErrorId.InvalidState, $"The state file '{Path.Combine(folder.Path, name)}' {what}");

    /// <summary>Replaces this file by a new snapshot without a journal.</summary>
    private void Replace(StateHeader header, ICollection<int> unseen)
    {
        var temporary = _name + ".tmp";
        var stream = _folder.Create(temporary);
        using (var blocks = new StateBlocks(stream, s_magic.Length + 1))
        {
            stream.Write(s_magic, 0, s_magic.Length);
            stream.WriteByte(Version);
            StateSnapshot.Write(blocks, header, this, unseen);
            _folder.Flush(stream);
        }

        _stream?.Dispose();
        _stream = null;
        _folder.Replace(temporary, _name);
    }

    private void Reopen()
    {
        _stream = _folder.Open(_name);
        if (_stream is not null)
        {
            _journal = new StateBlocks(_stream, Load(_stream));
        }
    }

    /// <summary>Appends a block. After a failure, the next load truncates the partial block.</summary>
    private void Append(StateBlock type)
    {
        _journal!.End(type);
        _folder.Flush(_stream!);
    }

    /// <summary>Loads the file and returns the offset of the next block.</summary>
    private long Load(Stream stream)
    {
        var magic = new byte[s_magic.Length + 1];
        if (stream.Read(magic, 0, magic.Length) < magic.Length || !magic.AsSpan(0, s_magic.Length).SequenceEqual(s_magic))
        {
            throw new InvalidDataException("It is not a state file.");
        }

        if (magic[s_magic.Length] != Version)
        {
            throw new InvalidDataException($"It has version {magic[s_magic.Length]}, and this version of the module reads version {Version}. Update the module.");
        }

        long at = magic.Length;
        var isWhole = false;
        while (StateBlocks.Read(stream, at, out var type) is { } content)
        {
            if ((type == StateBlock.Header) != (at == magic.Length))
            {
                throw new InvalidDataException("Its blocks are out of order.");
            }

            Load(type, content, checked((int)at + StateBlocks.HeaderLength));
            isWhole |= type == StateBlock.EndOfSnapshot;
            at += StateBlocks.HeaderLength + content.Length + StateBlocks.ChecksumLength;
        }

        if (!isWhole)
        {
            throw new InvalidDataException("It is truncated.");
        }

        if (stream.Length > at)
        {
            stream.SetLength(at);
        }

        return at;
    }

    private void Load(StateBlock type, byte[] content, int start)
    {
        var reader = new StateReader(content);
        switch (type)
        {
            case StateBlock.Header:
                Header = StateHeader.Read(reader);
                Records.Expect(reader.Number());
                break;
            case StateBlock.Entries or StateBlock.Changes:
                for (var (at, next) = (0, 0); at < content.Length; at = next)
                {
                    var head = StateEntryHead.Read(content.AsSpan(at));
                    next = at + StateEntryHead.Length + head.RestLength;
                    if (next <= at || next > content.Length)
                    {
                        throw new EndOfStreamException();
                    }

                    Load(head, start + at, type == StateBlock.Changes);
                }

                break;
            case StateBlock.RunBegun:
                LastRun = new StateRun(reader.Guid(), reader.ReadInt64());
                break;
            case StateBlock.ListRead:
                var unseen = new int[reader.Count()];
                for (var i = 0; i < unseen.Length; i++)
                {
                    unseen[i] = reader.Number() + (i > 0 ? unseen[i - 1] : 0);
                }

                LastRun = LastRun! with { Unseen = unseen };
                break;
            case StateBlock.RunFinished:
                LastRun = LastRun! with { IsFinished = true };
                break;
        }
    }

    private void Load(in StateEntryHead head, int offset, bool isEmission)
    {
        ref var slot = ref Records.Find(head.Key);
        slot.Content = head.Content;
        slot.Offset = offset;
        slot.IsGone = head.Has(StateFlags.Gone);
        slot.IsUnconfirmed = isEmission || (!head.Has(StateFlags.Settled) && head.Has(StateFlags.Previous | StateFlags.First));
        slot.Emissions += isEmission ? 1 : 0;
    }
}
