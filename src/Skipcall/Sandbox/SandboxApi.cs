using System.Globalization;
using System.Text.Json;
using Skipcall.Engine;

namespace Skipcall.Sandboxing;

/// <summary>The endpoints, one method each, and the checks before them in the service's order: faults, key, rate limit and plan.</summary>
internal sealed class SandboxApi
{
    public const string Key = "sk_test_sandbox0000000000000000";

    private static readonly string[] s_statuses = Enum.GetNames(typeof(SequenceContactStatus));

    private readonly Route[] _routes;
    private readonly IReadOnlyDictionary<string, SandboxSequence> _sequences;
    private readonly TagStore _tags;
    private readonly RateWindow? _rateWindow;
    private readonly SandboxOptions _options;
    private readonly IClock _clock;
    private int _contactRequests;

    public SandboxApi(SandboxOptions options, IReadOnlyDictionary<string, SandboxSequence> sequences, IClock clock)
    {
        _options = options;
        _sequences = sequences;
        _clock = clock;
        _tags = new TagStore(sequences.Values.SelectMany(sequence => sequence.Tags));
        _rateWindow = options.RateLimit == 0
            ? null
            : new RateWindow(options.RateLimit, options.RateWindow, options.SlidingWindow);
        _routes = new Route[]
        {
            new("GET", "v1/sequences/{id}/contacts", Contacts, "page", "limit", "tag", "status"),
            new("GET", "v1/calls", Calls, "page", "limit", "workspaceIds"),
            new("GET", "v1/calls/{id}", OneCall),
            new("GET", "v1/health", Health),
            new("GET", "v1/workspaces", Workspaces),
            new("GET", "v1/users", Users, "page", "limit", "workspaceIds"),
            new("POST", "v1/tags", CreateTag),
            new("DELETE", "v1/tags/{id}", DeleteTag),
        };
    }

    public HttpResponseMessage Answer(HttpRequestMessage message, SandboxRequest request, SandboxFault? fault)
    {
        // Failures after authentication count against the limit; a 401 does not.
        var isAuthorized = HasKey(message);
        var rate = isAuthorized && fault?.StatusCode != 401 ? _rateWindow?.Take(request.Time) : null;
        HttpResponseMessage response;
        try
        {
            response = SandboxResponse.ForFault(fault) ?? Admit(request, isAuthorized, rate?.Granted);
        }
        catch (SandboxError error)
        {
            response = error.ToResponse();
        }

        if (_options.RateHeaders)
        {
            AddRateHeaders(response, rate, request.Time, fault);
        }

        return response;
    }

    private HttpResponseMessage Admit(SandboxRequest request, bool isAuthorized, bool? isGranted)
    {
        if (!isAuthorized)
        {
            throw SandboxError.Unauthorized();
        }

        if (isGranted == false)
        {
            return SandboxError.ForStatus(429).ToResponse();
        }

        if (_options.DenyCode is { } code)
        {
            throw SandboxError.Denied(code);
        }

        if (_options.Tape is { } tape)
        {
            return tape.Respond(request.Method, request.PathAndQuery, request.Time)
                ?? throw SandboxError.NotInSandbox($"The recording has no response to {request.Method} {request.PathAndQuery}. Its sequences, under pseudonyms: {string.Join(", ", tape.SequenceIds)}");
        }

        if (Array.Find(_routes, route => route.Fits(request)) is { } route)
        {
            return request.Parameters.Keys.FirstOrDefault(name => Array.IndexOf(route.Parameters, name) < 0) is { } unknown
                ? throw SandboxError.NotInSandbox($"The sandbox does not support the query parameter '{unknown}' of {request.Method} {request.Path}")
                : route.Answer(request);
        }

        throw string.Equals(request.Segments[0], "v1", StringComparison.Ordinal)
            ? SandboxError.NotInSandbox($"The sandbox does not support {request.Method} {request.Path}")
            : SandboxError.NotFound($"Cannot {request.Method} {request.Path}");
    }

    private HttpResponseMessage Contacts(SandboxRequest request)
    {
        if (!_sequences.TryGetValue(request.SequenceId!, out var sequence))
        {
            throw SandboxError.NotFound("Sequence not found");
        }

        var page = PageRequest.From(request);
        if (request.Status is { } status && !s_statuses.Contains(status, StringComparer.Ordinal))
        {
            throw SandboxError.Invalid("status must be one of " + string.Join(", ", s_statuses));
        }

        if (_options.MoveEvery > 0 && Interlocked.Increment(ref _contactRequests) % _options.MoveEvery == 0)
        {
            sequence.MoveOn(_clock.UtcNow);
        }

        return Page(page, sequence.Page(request.Tag, request.Status, page), SandboxJson.Row);
    }

    /// <summary>The list items are not documented. They are assumed to look like a single call.</summary>
    private HttpResponseMessage Calls(SandboxRequest request)
    {
        var page = PageRequest.From(request);
        var calls = new List<PlacedCall>();
        var total = 0;
        var sequences = WorkspaceIds(request).Contains(SampleOrganization.MainWorkspaceId) ? CallingSequences() : Array.Empty<SandboxSequence>();
        foreach (var sequence in sequences)
        {
            var part = sequence.Calls(Math.Max(0, page.Skip - total), page.Limit - calls.Count);
            calls.AddRange(part.Items);
            total += part.Total;
        }

        return Page(page, new Slice<PlacedCall>(calls, total), SandboxJson.PlacedCall);
    }

    private HttpResponseMessage OneCall(SandboxRequest request)
    {
        var call = CallingSequences().Select(sequence => sequence.FindCall(request.Segments[2])).FirstOrDefault(found => found is not null)
            ?? throw SandboxError.NotFound("Call not found");
        return SandboxResponse.Json(200, json => SandboxJson.PlacedCall(json, call));
    }

    /// <summary>Only the path is documented. The empty response and the required key are assumptions.</summary>
    private HttpResponseMessage Health(SandboxRequest request) => SandboxResponse.Text(200, "{}");

    /// <summary>
    /// The module checks a key with this request. The response is not documented: <c>data</c> is assumed as in other lists, without pages,
    /// and <c>id</c> is inferred from <c>workspaceIds</c>.
    /// </summary>
    private HttpResponseMessage Workspaces(SandboxRequest request) => SandboxResponse.Json(
        200, json => json.List("data", SampleOrganization.WorkspaceIds, static (json, id) => json.Text("id", id)));

    /// <summary>A paged list. Only <c>organizationMembershipId</c> is documented, so only that is sent.</summary>
    private HttpResponseMessage Users(SandboxRequest request)
    {
        var page = PageRequest.From(request);
        var workspaceIds = WorkspaceIds(request);
        var users = SampleOrganization.Users.Where(user => user.WorkspaceIds.Intersect(workspaceIds).Any()).ToArray();
        var items = users.Skip((int)Math.Min(page.Skip, users.Length)).Take(page.Limit).ToArray();
        return Page(page, new Slice<SampleUser>(items, users.Length), static (json, user) => json.Text("organizationMembershipId", user.OrganizationMembershipId));
    }

    /// <summary>The status code is not documented; 201 is usual.</summary>
    private HttpResponseMessage CreateTag(SandboxRequest request)
    {
        var isJson = string.Equals(request.MediaType, SandboxResponse.JsonType, StringComparison.OrdinalIgnoreCase);
        try
        {
            using var body = JsonDocument.Parse(isJson ? request.Body ?? "" : "");
            var (label, isSuccessTag) = ReadTag(body.RootElement);
            var tag = _tags.Add(label, isSuccessTag)
                ?? throw SandboxError.NotInSandbox($"The tag '{label}' exists already, and how the service answers to a second one is not documented");
            return SandboxResponse.Json(201, json =>
            {
                json.Text("id", tag.Id);
                json.Text("label", label);
                json.Flag("isSuccessTag", isSuccessTag);
                json.Time("createdAt", request.Time);
                json.Time("updatedAt", request.Time);
            });
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: not an object, or text with half a surrogate pair.
            throw SandboxError.Invalid("The body must be a JSON object, sent as " + SandboxResponse.JsonType);
        }
    }

    /// <summary>The status code is not documented; 204 is usual.</summary>
    private HttpResponseMessage DeleteTag(SandboxRequest request)
    {
        _tags.Remove(request.Segments[2]);
        return SandboxResponse.Text(204, "");
    }

    private static HttpResponseMessage Page<T>(PageRequest page, Slice<T> slice, Action<JsonFields, T> write) =>
        SandboxResponse.Json(200, SandboxJson.Page(page, slice, write));

    private IEnumerable<SandboxSequence> CallingSequences() => _sequences.Values.Where(sequence => !sequence.IsLarge);

    /// <summary>The requested workspaces, separated by commas; by default all of them.</summary>
    private static IReadOnlyList<string> WorkspaceIds(SandboxRequest request)
    {
        var ids = request.Parameter("workspaceIds")?.Split(',') ?? SampleOrganization.WorkspaceIds;
        return ids.FirstOrDefault(id => !SampleOrganization.WorkspaceIds.Contains(id, StringComparer.Ordinal)) is { } unknown
            ? throw SandboxError.NotInSandbox($"The sandbox has no workspace '{unknown}', and how the service answers then is not documented")
            : ids;
    }

    private static (string Label, bool IsSuccessTag) ReadTag(JsonElement body)
    {
        var label = "";
        var isSuccessTag = false;
        foreach (var field in body.EnumerateObject())
        {
            switch (field.Name)
            {
                case "label" when field.Value.ValueKind == JsonValueKind.String:
                    label = field.Value.GetString()!;
                    break;
                case "label":
                    throw SandboxError.Invalid("label must be a string");
                case "isSuccessTag" when field.Value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                    isSuccessTag = field.Value.GetBoolean();
                    break;
                case "isSuccessTag":
                    throw SandboxError.Invalid("isSuccessTag must be true or false");
                default:
                    throw SandboxError.NotInSandbox($"The sandbox does not support the field '{field.Name}' of POST /v1/tags");
            }
        }

        return label.Length > 0 ? (label, isSuccessTag) : throw SandboxError.Invalid("label is required");
    }

    private static bool HasKey(HttpRequestMessage message) =>
        message.Headers.Authorization is { } authorization
        && string.Equals(authorization.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase)
        && string.Equals(authorization.Parameter, Key, StringComparison.Ordinal);

    private void AddRateHeaders(
        HttpResponseMessage response, (bool Granted, int Remaining, DateTimeOffset ResetsAt)? rate, DateTimeOffset now, SandboxFault? fault)
    {
        if (rate is { } known)
        {
            Add("X-RateLimit-Limit", _options.RateLimit);
            Add("X-RateLimit-Remaining", known.Remaining);
            Add("X-RateLimit-Reset", (known.ResetsAt - DateTimeOffset.FromUnixTimeSeconds(0)).TotalSeconds);
        }

        if (fault?.RetryAfterSec is { } seconds)
        {
            Add("Retry-After", seconds);
        }
        else if (rate is { Granted: false } refused && (int)response.StatusCode == 429)
        {
            Add("Retry-After", (refused.ResetsAt - now).TotalSeconds);
        }

        // Rounded up, so that a client that trusts the header does not retry too early.
        void Add(string name, double value) =>
            response.Headers.TryAddWithoutValidation(name, Math.Ceiling(value).ToString("0", CultureInfo.InvariantCulture));
    }

    /// <summary>An endpoint. A path segment in braces matches any segment; unknown query parameters are rejected.</summary>
    private sealed record Route(string Method, string Path, Func<SandboxRequest, HttpResponseMessage> Answer, params string[] Parameters)
    {
        private readonly string[] _pattern = Path.Split('/');

        public bool Fits(SandboxRequest request) =>
            string.Equals(Method, request.Method, StringComparison.Ordinal)
            && request.Segments.Length == _pattern.Length
            && request.Segments.Zip(_pattern, (segment, wanted) => wanted[0] == '{' || string.Equals(segment, wanted, StringComparison.Ordinal))
                .All(fits => fits);
    }
}
