using Skipcall.Engine.Decoding;
using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Changes;

/// <summary>Compares a list with the state and writes the changes. Each change is journaled first, because a consumer may store it.</summary>
internal sealed class ChangeRun : IScanSink<SequenceContact>
{
    private const int MaximumPasses = 3;
    private const int RemovalsAtOnce = 100;
    private const int SmallestGuardedList = 20;

    private readonly StateFile _state;
    private readonly Guid _id;
    private readonly bool _force;
    private readonly IScanSink<ContactChange> _sink;
    private readonly IEngineLog _log;
    private readonly long _start;
    private readonly long _known;
    private readonly IClock _clock;

    private int _pass = 1;
    private (ulong Sum, long Count) _seen;
    private (int Pass, ulong Sum, long Count) _complete;

    // Contacts last seen before this pass are reported as removed; 0 if no two passes agreed.
    private int _absentSince;
    private string? _drift;
    private long _unreadable;
    private long _written;
    private ScanReceipt? _receipt;

    public ChangeRun(StateFile state, Guid id, bool force, IScanSink<ContactChange> sink, IEngineLog log, IClock clock)
    {
        _state = state;
        _id = id;
        _force = force;
        _sink = sink;
        _log = log;
        _clock = clock;
        _start = Now();
        foreach (var slot in state.Records.Slots)
        {
            _known += slot.MayBeStored ? 1 : 0;
        }
    }

    public void Total(long? total)
    {
        _state.BeginRun(_id, _start);
        _state.Records.Expect(total ?? 0);
        _sink.Total(total);
    }

    public Task WriteAsync(IReadOnlyList<SequenceContact> records)
    {
        List<Emission>? emissions = null;
        foreach (var record in records)
        {
            ref var slot = ref _state.Records.Find(RecordTable.KeyOf(record.Id));
            slot.Pass = (byte)_pass;
            _seen = (_seen.Sum + slot.Key, _seen.Count + 1);
            var hash = ContactHash.Of(record);
            var isSame = slot.Offset != 0 && !slot.IsGone && slot.Content == hash.Content;
            if (!isSame || (slot.IsUnconfirmed && !slot.IsEmitted))
            {
                (emissions ??= new List<Emission>()).Add(Emit(ref slot, StateEntry.Of(record, hash), record));
            }
        }

        return emissions is null ? Task.CompletedTask : WriteAsync(emissions);
    }

    public void Unreadable(UnreadableRecord record, long page)
    {
        _unreadable++;
        _sink.Unreadable(record, page);
    }

    public void Close(ScanReceipt receipt) => _receipt = receipt;

    /// <summary>Decides after each pass whether to read the list again, given the sign of drift.</summary>
    public bool ReadAgain(string? drift)
    {
        _drift = drift;
        var isAgreed = false;
        if (drift is null && _unreadable == 0)
        {
            isAgreed = _complete.Pass > 0 && (_complete.Sum, _complete.Count) == _seen;
            _absentSince = isAgreed ? _complete.Pass : 0;
            _complete = (_pass, _seen.Sum, _seen.Count);
        }

        if (isAgreed || _pass == MaximumPasses || (drift is null && (_unreadable > 0 || FindUnseenSince(_pass).Count == 0)))
        {
            return false;
        }

        _pass++;
        _seen = default;
        return true;
    }

    /// <summary>Writes the removals and completes the journal of this run.</summary>
    public async Task FinishAsync()
    {
        var absent = FindUnseenSince(_absentSince);
        if (absent.Count * 2L > _known && _known >= SmallestGuardedList && !_force)
        {
            _log.Warning($"{absent.Count} of the {_known} known contacts of '{_state.Header.SequenceId}' are no longer in the list. That is more than half, so none of them is reported as removed. If they are really gone, use -Force.");
            absent.Clear();
        }

        foreach (var part in absent.Select((index, i) => (index, i)).GroupBy(pair => pair.i / RemovalsAtOnce, pair => pair.index))
        {
            await WriteAsync(part.Select(Remove).ToList()).ConfigureAwait(false);
        }

        var unseen = FindUnseenSince(1).Where(index => !_state.Records.Slots[index].IsEmitted).Select(index => _state.Records.Slots[index].Offset).ToList();
        WarnOf(unseen.Count);
        _state.EndReading(unseen);
        if (_receipt is { } receipt)
        {
            receipt.Complete &= unseen.Count == 0;
            receipt.Reason ??= unseen.Count == 0 ? null : "RemovalsHeldBack";
        }
    }

    public void Close()
    {
        if (_receipt is { } receipt)
        {
            receipt.RunId = _id;
            receipt.Written = _written;
            _sink.Close(receipt);
        }
    }

    private void WarnOf(int unseen)
    {
        if (_drift is not null)
        {
            var missing = unseen > 0 ? $" {unseen} contacts were not found. They are reported as removed only after two complete reads without them." : "";
            _log.Warning($"DriftDetected: '{_state.Header.SequenceId}' kept changing during {_pass} reads ({_drift}). The changes found were written, and the next run may find others.{missing}");
        }
        else if (unseen > 0 && _absentSince == 0)
        {
            _log.Warning($"{unseen} contacts of '{_state.Header.SequenceId}' were not found. They are not reported as removed, because {(_unreadable > 0 ? "some records could not be read" : "no two complete reads agreed")}.");
        }
    }

    /// <summary>Positions of the records last seen before a pass that a consumer may have stored.</summary>
    private List<int> FindUnseenSince(int pass)
    {
        var slots = _state.Records.Slots;
        var found = new List<int>();
        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i].Pass < pass && slots[i].MayBeStored)
            {
                found.Add(i);
            }
        }

        return found;
    }

    private Emission Remove(int index)
    {
        ref var slot = ref _state.Records.Slots[index];
        var last = _state.Read(slot.Offset);
        return Emit(ref slot, last with { IsGone = true, IsSettled = false, UnseenSince = 0 }, null);
    }

    private Emission Emit(ref RecordSlot slot, StateEntry entry, SequenceContact? contact)
    {
        var content = entry.Content;
        if (slot.Emissions > 0 && slot.IsGone == entry.IsGone && slot.Content == content)
        {
            slot.IsEmitted = true;
            return new Emission(_state.Read(slot.Offset), slot.Emissions - 1, contact);
        }

        entry = entry with { IsFirst = slot.Offset == 0, Previous = slot.Offset, ObservedBefore = Now() };
        slot.Offset = _state.Add(entry);
        slot.Content = content;
        (slot.IsGone, slot.IsUnconfirmed, slot.IsEmitted) = (entry.IsGone, true, true);
        return new Emission(entry, slot.Emissions++, contact);
    }

    private Task WriteAsync(List<Emission> emissions)
    {
        _state.WriteChanges();
        var changes = emissions.Select(emission => ChangeBuilder.Build(_state, emission.Entry, emission.Number, emission.Contact)).ToList();
        _written += changes.Count;
        return _sink.WriteAsync(changes);
    }

    /// <summary>The current time, but never before the last confirmed run.</summary>
    private long Now() => Math.Max(_clock.UtcNow.UtcTicks, _state.Header.ObservedAfter);

    private sealed record Emission(StateEntry Entry, int Number, SequenceContact? Contact);
}
