using System.Globalization;
using System.Text.Json;

namespace Skipcall.Engine.Tests.Changes;

/// <summary>A sequence whose contacts change between requests and between days.</summary>
internal sealed class ChangingSequence : HttpMessageHandler
{
    private static readonly string?[] s_statuses = [null, "CONNECTED", "RESPONDER", "ERROR", "CANCELLED", "RUNNING"];
    private static readonly string[] s_labels = ["hot-lead", "vip", "later", "no"];

    private readonly Random _random;
    private readonly int _most;
    private readonly object _lock = new();
    private readonly List<Row> _rows = [];
    private readonly List<Row> _gone = [];
    private int _lastNumber;

    /// <summary>The same seed gives the same sequence; random changes never grow it beyond <paramref name="most"/> contacts.</summary>
    public ChangingSequence(int seed, int contacts, int most = 45)
    {
        _random = new Random(seed);
        _most = most;
        for (var i = 0; i < contacts; i++)
        {
            Add();
        }
    }

    public DateTimeOffset Now { get; set; } = Start;

    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);

    public int Requests { get; private set; }

    /// <summary>Requests per change of the list; 0 if it never changes.</summary>
    public int ChangesEvery { get; set; }

    /// <summary>Called with each request's number before it is answered.</summary>
    public Action<int>? OnRequest { get; set; }

    public int Count => _rows.Count;

    public IEnumerable<Row> Rows => _rows;

    /// <summary>The contents of each record since <see cref="Watch"/>.</summary>
    public Dictionary<string, HashSet<string>> Seen { get; } = new(StringComparer.Ordinal);

    /// <summary>Records absent at any time since <see cref="Watch"/>.</summary>
    public HashSet<string> Absent { get; } = new(StringComparer.Ordinal);

    /// <summary>Restarts <see cref="Seen"/> and <see cref="Absent"/>.</summary>
    public void Watch()
    {
        Seen.Clear();
        Absent.Clear();
        _gone.ForEach(row => Absent.Add(row.Id));
        _rows.ForEach(Note);
    }

    public void LiveDay(int most = 12)
    {
        Now += TimeSpan.FromDays(1);
        for (var i = _random.Next(most); i > 0; i--)
        {
            Change();
        }
    }

    public void Change()
    {
        var row = _rows.Count > 0 ? _rows[_random.Next(_rows.Count)] : null;
        switch (_random.Next(10))
        {
            case 0 when _rows.Count < _most:
                Add();
                break;
            case 1 or 2 when row is not null && _random.Next(_most) < _rows.Count:
                Remove(row);
                break;
            case 3 when _gone.Count > 0 && _rows.Count < _most:
                Return(_gone[_random.Next(Math.Min(_gone.Count, 20))]);
                break;
            case 4 when row is not null:
                _rows.Remove(row);
                _rows.Insert(_random.Next(_rows.Count + 1), row);
                break;
            case 5 when row is not null:
                var label = s_labels[_random.Next(s_labels.Length)];
                Update(row, row with { Tags = row.Tags.Contains(label) ? row.Tags.Except([label]).ToArray() : [.. row.Tags, label] });
                break;
            case 6 when row is not null:
                Update(row, row with { Calls = [.. row.Calls, $"call-{++_lastNumber}"] });
                break;
            case 7 when row is not null:
                Update(row, row with { Name = "Name" + _random.Next(3) });
                break;
            default:
                if (row is not null)
                {
                    Update(row, row with { Status = s_statuses[_random.Next(s_statuses.Length)] });
                }

                break;
        }
    }

    public Row Add()
    {
        var number = ++_lastNumber;
        var id = number % 3 == 0 ? $"row-{number}" : new Guid(number, 7, 7, 1, 2, 3, 4, 5, 6, 7, 8).ToString("D");
        var row = new Row(id, $"person-{number}", "Name" + _random.Next(3), null, [], [], Now);
        _rows.Insert(_random.Next(_rows.Count + 1), row);
        Note(row);
        return row;
    }

    public void Remove(Row row)
    {
        _rows.Remove(row);
        _gone.Add(row);
        Absent.Add(row.Id);
    }

    public void Return(Row row)
    {
        _gone.Remove(row);
        _rows.Insert(_random.Next(_rows.Count + 1), row);
        Note(row);
    }

    public Row Update(Row row, Row with)
    {
        _rows[_rows.IndexOf(row)] = with;
        Note(with);
        return with;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(Answer(request));
        }
    }

    private HttpResponseMessage Answer(HttpRequestMessage request)
    {
        Requests++;
        OnRequest?.Invoke(Requests);
        if (ChangesEvery > 0 && Requests % ChangesEvery == 0)
        {
            Change();
        }

        var query = request.RequestUri!.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => int.Parse(pair[1], CultureInfo.InvariantCulture));
        var (page, limit) = (query["page"], query["limit"]);
        var records = _rows.Skip((page - 1) * limit).Take(limit).Select(row => row.ToJson());
        return JsonResponse.Json(JsonResponse.PageJson(records, _rows.Count, page, limit)).WithDate(Now);
    }

    private void Note(Row row)
    {
        if (!Seen.TryGetValue(row.Id, out var contents))
        {
            Seen.Add(row.Id, contents = new HashSet<string>(StringComparer.Ordinal));
        }

        contents.Add(row.ToString());
    }

    internal sealed record Row(string Id, string ContactId, string Name, string? Status, string[] Tags, string[] Calls, DateTimeOffset CreatedAt)
    {
        /// <summary>The content, in the format of <see cref="ContentOf"/>.</summary>
        public override string ToString() => $"{ContactId} {Name} {Status ?? "-"} [{string.Join(' ', Tags.Order(StringComparer.Ordinal))}] [{string.Join(' ', Calls.Order(StringComparer.Ordinal))}]";

        public static string ContentOf(SequenceContact contact) =>
            new Row(contact.Id, contact.Contact.Id, contact.Contact.FirstName!, contact.Status, contact.Tags.Select(tag => tag.Label).ToArray(), contact.Calls.Select(call => call.Id).ToArray(), default).ToString();

        public string ToJson() => JsonSerializer.Serialize(new
        {
            id = Id,
            status = Status,
            contact = new { id = ContactId, firstName = Name, lastName = "Martin", email = Name + "@example.com", phoneNumbers = new[] { new { id = "n", number = "+33612345678" } } },
            tags = Tags.Select(label => new { id = label, label, isSuccessTag = false }),
            calls = Calls.Select(id => new { id, status = "COMPLETED", createdAt = "2026-01-15T10:30:00Z" }),
            createdAt = CreatedAt,
        });
    }
}
