using System.ComponentModel;

namespace Skipcall;

/// <summary>
/// A contact in a sequence, with its tags and calls in that sequence (spec: <c>SequenceContactDto</c>). Names, email address, company
/// and phone number are without control characters; <see cref="Contact"/> has them exactly as the service sent them. Setting one of
/// them sets it in <see cref="Contact"/>. Times are in local time.
/// </summary>
[TypeConverter(typeof(Commands.Conversion.SkipcallObjectConverter))]
public sealed class SequenceContact : SkipcallObject
{
    private Contact _contact = new();
    private ItemList<Tag> _tags = new();
    private ItemList<Call> _calls = new();
    private DateTimeOffset? _createdAt;

    /// <summary>Id of the contact's record in the sequence, not of the contact (spec: <c>id</c>).</summary>
    public string Id { get; set; } = "";

    /// <summary>Id of the sequence that was read. Set by the module; the service does not send it.</summary>
    public string SequenceId { get; set; } = "";

    /// <summary>Id of <see cref="Contact"/>.</summary>
    public string ContactId
    {
        get => _contact.Id;
        set => _contact.Id = value;
    }

    /// <summary>First and last name. Setting it splits at the first space.</summary>
    public string FullName
    {
        get => _contact.FullName;
        set => _contact.FullName = value;
    }

    /// <summary>First name.</summary>
    public string? FirstName
    {
        get => DisplayText.CleanOrNull(_contact.FirstName);
        set => _contact.FirstName = value;
    }

    /// <summary>Last name.</summary>
    public string? LastName
    {
        get => DisplayText.CleanOrNull(_contact.LastName);
        set => _contact.LastName = value;
    }

    /// <summary>Email address.</summary>
    public string? Email
    {
        get => DisplayText.CleanOrNull(_contact.Email);
        set => _contact.Email = value;
    }

    /// <summary>Company.</summary>
    public string? Company
    {
        get => DisplayText.CleanOrNull(_contact.Company);
        set => _contact.Company = value;
    }

    /// <summary>First phone number in E.164 format; null if there is none. Setting it replaces the first number.</summary>
    public string? PhoneNumber
    {
        get => PhoneNumbers.Count > 0 ? PhoneNumbers[0].ToString() : null;
        set
        {
            if (PhoneNumbers.Count > 0)
            {
                PhoneNumbers.RemoveAt(0);
            }

            if (!string.IsNullOrEmpty(value))
            {
                PhoneNumbers.Insert(0, new PhoneNumber(value!));
            }
        }
    }

    /// <summary>All phone numbers. Never null.</summary>
    public ItemList<PhoneNumber> PhoneNumbers
    {
        get => _contact.PhoneNumbers;
        set => _contact.PhoneNumbers = value;
    }

    /// <summary>
    /// Status of the contact in the sequence, as spelled by the API; null if the contact was not called yet (spec: <c>status</c>). Known
    /// values are the members of <see cref="SequenceContactStatus"/>.
    /// </summary>
    public string? Status { get; set; }

    /// <summary>Tags of this contact in the sequence (spec: <c>tags</c>). Never null.</summary>
    public ItemList<Tag> Tags
    {
        get => _tags;
        set => _tags = value ?? new ItemList<Tag>();
    }

    /// <summary>Number of calls that took place.</summary>
    public int CallCount => CallsThatTookPlace.Count();

    /// <summary>When the last call that took place started; null if there is none.</summary>
    public DateTimeOffset? LastCallAt => LastCall?.StartedAt;

    /// <summary>Total duration of the calls that took place.</summary>
    public TimeSpan TalkTime => Call.ToTimeSpan(CallsThatTookPlace.Sum(call => call.DurationSeconds ?? 0)) ?? TimeSpan.MaxValue;

    /// <summary>When the contact was added to the sequence (spec: <c>createdAt</c>); null if it can't be read.</summary>
    public DateTimeOffset? CreatedAt
    {
        get => LocalTime.Of(_createdAt);
        set => _createdAt = value;
    }

    /// <summary>The time without conversion to local time.</summary>
    internal DateTimeOffset? CreatedAtAsSent => _createdAt;

    /// <summary>Calls made to this contact in the sequence (spec: <c>calls</c>). Never null.</summary>
    public ItemList<Call> Calls
    {
        get
        {
            // Set on access, which costs a scan nothing and includes calls that a script adds to the list.
            foreach (var call in _calls)
            {
                call?.Owner = this;
            }

            return _calls;
        }

        set => _calls = value ?? new ItemList<Call>();
    }

    /// <summary>The last call that took place; null if there is none.</summary>
    public Call? LastCall => CallsThatTookPlace.OrderBy(call => call.StartedAt).LastOrDefault();

    /// <summary>The person, exactly as the service sent it (spec: <c>contact</c>). Never null.</summary>
    public Contact Contact
    {
        get => _contact;
        set => _contact = value ?? new Contact();
    }

    private IEnumerable<Call> CallsThatTookPlace => Calls.Where(call => call?.StartedAt is not null);

    /// <summary>The full name (or else the id) and the status, without control characters.</summary>
    /// <returns>For example <c>Zoé Martin (CONNECTED)</c>.</returns>
    public override string ToString() =>
        (FullName is { Length: > 0 } name ? name : DisplayText.Clean(Id)) + " (" + DisplayText.Clean(Status ?? "not called") + ")";
}
