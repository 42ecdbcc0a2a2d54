using System.Management.Automation;
using System.Reflection;
using System.Text.Json;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;
using Skipcall.Engine.Scanning;

namespace Skipcall.Commands.Api;

/// <summary>An item of any list of the API. The value, written to the pipeline, is an object or JSON text.</summary>
internal sealed record ApiRecord(string? Id, DateTimeOffset? CreatedAt, object? Value);

internal sealed class ApiListQuery : ListQuery<ApiRecord>
{
    private readonly string _query;

    public ApiListQuery(string path, string query, bool raw)
    {
        Target = path;
        _query = query;
        Decoder = new ApiRecordDecoder(raw);
    }

    public override string Target { get; }

    public override string Noun => "records";

    public override PageDecoder<ApiRecord> Decoder { get; }

    public override ApiRequest Request(long page, int pageSize) => new(
        HttpMethod.Get,
        Target + (_query.Length == 0 ? "?" : _query + "&") + FormattableString.Invariant($"page={page}&limit={pageSize}"),
        ApiPath.SequenceIdOf(Target));

    public override string? IdOf(ApiRecord record) => record.Id;

    public override DateTimeOffset? CreatedAtOf(ApiRecord record) => record.CreatedAt;
}

internal sealed class ApiRecordDecoder : PageDecoder<ApiRecord>
{
    private readonly bool _raw;

    public ApiRecordDecoder(bool raw) => _raw = raw;

    protected override bool AcceptsAnyValue => true;

    /// <summary>Reads the current value and leaves the cursor on its last token.</summary>
    public static object? ReadValue(ref JsonCursor cursor)
    {
        switch (cursor.Token)
        {
            case JsonTokenType.StartArray:
                var items = new List<object?>();
                while (cursor.NextElement())
                {
                    items.Add(ReadValue(ref cursor));
                }

                return items.ToArray();

            case JsonTokenType.StartObject:
                var properties = new PropertyList();
                while (cursor.NextProperty())
                {
                    var name = cursor.PropertyName();
                    cursor.Next();
                    properties.Set(new PSNoteProperty(PropertyList.NameOf(name), ReadValue(ref cursor)));
                }

                return properties.ToPSObject();

            default:
                return cursor.Scalar();
        }
    }

    protected override ApiRecord ReadRecord(ref JsonCursor cursor)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            return new ApiRecord(null, null, ReadValue(ref cursor));
        }

        var mark = cursor.Mark();
        var properties = new PropertyList();
        string? id = null;
        object? createdAt = null;
        while (cursor.NextProperty())
        {
            var name = cursor.PropertyName();
            cursor.Next();
            if (cursor.Token is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                var start = cursor.Mark();
                cursor.Skip();
                properties.Set(new LazyProperty(PropertyList.NameOf(name), cursor.SpanFrom(start).ToArray(), Pool));
                continue;
            }

            // An id keeps its JSON text, because it could lose digits as a number or time.
            var value = name == "id" && cursor.Token == JsonTokenType.String ? cursor.Text() : cursor.Scalar();
            id = name == "id" ? value as string ?? (cursor.Token == JsonTokenType.Null ? null : cursor.RawFrom(cursor.Mark())) : id;
            createdAt = name == "createdAt" ? value : createdAt;
            properties.Set(new PSNoteProperty(PropertyList.NameOf(name), value));
        }

        return new ApiRecord(
            id,
            createdAt as DateTimeOffset?,
            _raw ? cursor.RawFrom(mark) : properties.ToPSObject());
    }

    /// <summary>The properties of an object. PowerShell ignores case in names, so the last of several spellings wins, as in JSON.</summary>
    private struct PropertyList
    {
        private const int MaximumSearched = 32;

        // With a capacity, PowerShell 7 keeps members in the object. Otherwise it uses a table that slows down every garbage collection.
        // Windows PowerShell does not have this constructor.
        private static readonly ConstructorInfo? s_withCapacity = typeof(PSObject).GetConstructor(new[] { typeof(int) });

        private readonly List<PSNoteProperty> _properties = new(8);
        private Dictionary<string, int>? _index = null;

        public PropertyList()
        {
        }

        /// <summary>Property names can be empty in JSON, but not in PowerShell.</summary>
        public static string NameOf(string name) => name.Length > 0 ? name : "(empty)";

        public void Set(PSNoteProperty property)
        {
            var place = Find(property.Name);
            if (place >= 0)
            {
                _properties[place] = property;
                return;
            }

            _properties.Add(property);
            _index?.Add(property.Name, _properties.Count - 1);
        }

        private int Find(string name)
        {
            if (_properties.Count < MaximumSearched)
            {
                for (var i = 0; i < _properties.Count; i++)
                {
                    if (string.Equals(_properties[i].Name, name, StringComparison.OrdinalIgnoreCase))
                    {
                        return i;
                    }
                }

                return -1;
            }

            if (_index is null)
            {
                _index = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
                foreach (var known in _properties)
                {
                    _index.Add(known.Name, _index.Count);
                }
            }

            return _index.TryGetValue(name, out var place) ? place : -1;
        }

        public PSObject ToPSObject()
        {
            var result = (PSObject?)s_withCapacity?.Invoke(new object[] { _properties.Count }) ?? new PSObject();
            var members = result.Members;
            foreach (var property in _properties)
            {
                // Checking for duplicates again takes ten times as long.
                members.Add(property, preValidated: true);
            }

            return result;
        }
    }

    /// <summary>A property that decodes its object or list on first use. Parsing the JSON costs far less than creating a PSObject.</summary>
    private sealed class LazyProperty : PSNoteProperty
    {
        private readonly StringPool _pool;
        private byte[]? _json;

        public LazyProperty(string name, byte[] json, StringPool pool)
            : base(name, null)
        {
            _json = json;
            _pool = pool;
        }

        public override object? Value
        {
            get
            {
                if (_json is { } json)
                {
                    var cursor = new JsonCursor(json, _pool);
                    cursor.Next();
                    base.Value = ReadValue(ref cursor);
                    _json = null;
                }

                return base.Value;
            }

            set
            {
                _json = null;
                base.Value = value;
            }
        }

        // Adding a property to an object copies it, which must not decode the value.
        public override PSMemberInfo Copy() => _json is { } json ? new LazyProperty(Name, json, _pool) : new PSNoteProperty(Name, base.Value);

        public override string ToString() => new PSNoteProperty(Name, Value).ToString();
    }
}
