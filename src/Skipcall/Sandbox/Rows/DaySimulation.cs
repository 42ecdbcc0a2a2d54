namespace Skipcall.Sandboxing;

/// <summary>
/// Simulates days in a sequence. Changes depend only on the seed, the contact's id and the day. Per day, about one contact in seven
/// changes, and about as many join as leave for good.
/// </summary>
internal sealed class DaySimulation
{
    private readonly int _usualCount;
    private readonly List<(SequenceContact Row, DateTime Until)> _away = new();

    public DaySimulation(int usualCount) => _usualCount = usualCount;

    public void Pass(List<SequenceContact> rows, DateTime day, ulong seed, Func<DateTimeOffset, SequenceContact> create)
    {
        var number = (int)(day.Ticks / TimeSpan.TicksPerDay);
        var dice = DeterministicId.Mix(seed, number, SampleSalt.Day);
        for (var i = rows.Count - 1; i >= 0; i--)
        {
            var row = rows[i];
            var own = DeterministicId.Mix(seed ^ DeterministicId.Seed(row.Id), number, SampleSalt.Day);
            switch (own % 1000)
            {
                case < 15:
                    rows.RemoveAt(i);
                    if (own % 2 == 0)
                    {
                        _away.Add((row, day.AddDays(1 + ((own >> 16) % 14))));
                    }

                    break;
                case < 150:
                    rows[i] = Changed(row, day, own, DeterministicId.Create(own, number, SampleSalt.Day));
                    break;
            }
        }

        foreach (var (row, _) in _away.Where(away => away.Until == day))
        {
            rows.Insert((int)(DeterministicId.Seed(row.Id) % (ulong)(rows.Count + 1)), row);
        }

        _away.RemoveAll(away => away.Until <= day);
        for (var i = ((_usualCount * 15) + (int)(dice % 2000)) / 2000; i > 0; i--)
        {
            rows.Add(create(SampleData.AtWork(day, DeterministicId.Mix(dice, i, SampleSalt.CreatedAt))));
        }
    }

    private static SequenceContact Changed(SequenceContact row, DateTime day, ulong dice, string callId)
    {
        // Changes a copy, because a response may contain the original.
        var copy = (SequenceContact)row.Copy();
        copy.Tags = new ItemList<Tag>(row.Tags);
        copy.Calls = new ItemList<Call>(row.Calls);
        switch (dice % 1000)
        {
            case < 100 when row.Contact.PhoneNumbers.Count > 0:
                AddCall(copy, day, dice, callId);
                break;
            case < 130:
                var tag = SampleTags.All.ElementAt((int)((dice >> 16) % 7));
                if (!copy.Tags.Remove(tag))
                {
                    copy.Tags.Add(tag);
                }

                break;
            case < 135:
                copy.Tags.Reverse();
                break;
            case < 142:
                copy.Status = row.Status == "CANCELLED" ? null : "CANCELLED";
                break;
            default:
                copy.Contact = Updated(row.Contact, dice);
                break;
        }

        return copy;
    }

    private static void AddCall(SequenceContact row, DateTime day, ulong dice, string id)
    {
        var (callStatus, rowStatus) = ((dice >> 16) % 100) switch
        {
            < 35 => ("NO_ANSWER", row.Status ?? "RUNNING"),
            < 45 => ("BUSY", row.Status ?? "RUNNING"),
            < 65 => ("VOICEMAIL", "RESPONDER"),
            < 95 => ("COMPLETED", "CONNECTED"),
            _ => ("ERROR_NUMBER", "ERROR"),
        };
        row.Calls.Add(SampleCalls.Create(id, callStatus, SampleData.AtWork(day, dice >> 24), dice));
        row.Status = rowStatus;
        if (callStatus == "COMPLETED")
        {
            row.Tags.AddRange(SampleTags.Of(dice, 0, rowStatus).Select(SampleTags.Create).Except(row.Tags).ToArray());
        }
    }

    private static Contact Updated(Contact contact, ulong dice)
    {
        var other = SamplePeople.Create(dice, 0, hasNumber: true);
        var copy = (Contact)contact.Copy();
        copy.Email = other.Email;
        copy.Company = other.Company;
        copy.PhoneNumbers = contact.PhoneNumbers.Count > 0 ? contact.PhoneNumbers : other.PhoneNumbers;
        return copy;
    }
}
