using System.Text;
using System.Text.Json;

namespace Skipcall.Engine.Decoding;

/// <summary>Reads a JSON body property by property. Values of the wrong kind become null, and their raw JSON is kept.</summary>
/// <remarks>isFinalBlock is false: truncated JSON makes Read return false, malformed JSON makes it throw.</remarks>
internal ref struct JsonCursor
{
    // Deep nesting in an unknown field must not fail the page.
    private const int MaxDepth = 4096;

    // Limits memory: a token can become an object many times its size.
    private const int MaximumTokens = 5_000_000;
    private const int TokensBetweenChecks = 4096;

    private const int LengthOfId = 36;

    private readonly ReadOnlySpan<byte> _body;
    private readonly StringPool _pool;
    private Utf8JsonReader _reader;
    private readonly CancellationToken _cancellationToken;
    private ReadOnlySpan<byte> _name;
    private int _tokens;

    public JsonCursor(ReadOnlySpan<byte> body, StringPool pool, CancellationToken cancellationToken = default)
    {
        _body = WithoutByteOrderMark(body);
        _pool = pool;
        _cancellationToken = cancellationToken;
        _tokens = 0;
        _reader = new Utf8JsonReader(_body, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = MaxDepth }));
        _name = default;
    }

    public readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>The name that <see cref="Is"/> matched last.</summary>
    public readonly ReadOnlySpan<byte> Name => _name;

    /// <summary>The body without its byte order mark. A partial mark counts as truncated, not as malformed.</summary>
    public static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> body)
    {
        var mark = "\uFEFF"u8;
        return body.StartsWith(mark) ? body.Slice(mark.Length) : mark.StartsWith(body) ? default : body;
    }

    /// <exception cref="SkipcallException">The body is truncated, not JSON, or too complex.</exception>
    public void Next()
    {
        if (++_tokens % TokensBetweenChecks == 0)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (_tokens > MaximumTokens)
            {
                throw SkipcallException.UnexpectedBody("it has too many values.");
            }
        }

        try
        {
            if (_reader.Read())
            {
                return;
            }
        }
        catch (JsonException e)
        {
            throw SkipcallException.UnexpectedBody("it is not JSON.", e);
        }

        throw SkipcallException.TruncatedBody(_body.Length);
    }

    /// <summary>Advances to the next property of the object; false at its end.</summary>
    public bool NextProperty()
    {
        Next();
        return _reader.TokenType == JsonTokenType.PropertyName;
    }

    /// <summary>Advances to the next element of the array; false at its end.</summary>
    public bool NextElement()
    {
        Next();
        return _reader.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Whether the current property has this name. If so, the next value is read as its value.</summary>
    public bool Is(ReadOnlySpan<byte> name)
    {
        var isMatch = _reader.ValueIsEscaped ? IsEscaped(name) : _reader.ValueSpan.SequenceEqual(name);
        if (isMatch)
        {
            _name = name;
        }

        return isMatch;
    }

    private readonly bool IsEscaped(ReadOnlySpan<byte> name)
    {
        try
        {
            return _reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            // An unpaired surrogate, written as an escape.
            return false;
        }
    }

    /// <summary>The position of the current value, for <see cref="KeepFrom"/>.</summary>
    public readonly int Mark() => (int)_reader.TokenStartIndex;

    public void Skip()
    {
        if (_reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        for (var depth = _reader.CurrentDepth; ;)
        {
            Next();
            if (_reader.CurrentDepth == depth && _reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                return;
            }
        }
    }

    /// <summary>The raw JSON from <paramref name="mark"/> to the end of the value just read.</summary>
    public readonly ReadOnlySpan<byte> SpanFrom(int mark) => _body.Slice(mark, (int)_reader.BytesConsumed - mark);

    public readonly string RawFrom(int mark) => Encoding.UTF8.GetString(SpanFrom(mark).ToArray());

    /// <summary>Keeps the raw JSON since <paramref name="mark"/> with the object.</summary>
    public readonly void KeepFrom(int mark, SkipcallObject owner, ReadOnlySpan<byte> name) =>
        owner.AdditionalProperties[Encoding.UTF8.GetString(name.ToArray())] = RawFrom(mark);

    /// <summary>Keeps an unknown property with the object. The cursor is at its name.</summary>
    public void KeepUnknown(SkipcallObject owner)
    {
        var name = PropertyName();
        Next();
        var mark = Mark();
        Skip();
        owner.AdditionalProperties[name] = RawFrom(mark);
    }

    /// <summary>Reads a string, or a number as its JSON text.</summary>
    public string? Text(SkipcallObject owner) => Text(owner, null);

    /// <summary>Reads a string that recurs in many records.</summary>
    public string? PooledText(SkipcallObject owner) => Text(owner, _pool);

    private string? Text(SkipcallObject owner, StringPool? pool)
    {
        Next();
        switch (_reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.Number:
                return RawFrom(Mark());
            case JsonTokenType.String:
                try
                {
                    return pool is null ? _reader.GetString() : pool.Get(ref _reader);
                }
                catch (InvalidOperationException)
                {
                    // An unpaired surrogate, or bytes that are not UTF-8.
                }

                break;
        }

        KeepValue(owner);
        return null;
    }

    /// <summary>The current string, number, boolean or null. An ISO time becomes a time.</summary>
    public object? Scalar()
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.True or JsonTokenType.False:
                return _reader.TokenType == JsonTokenType.True;
            case JsonTokenType.Number when _reader.TryGetInt64(out var whole):
                return whole;
            case JsonTokenType.Number:
                // A decimal keeps all digits of larger integers.
                return JsonScalar.IsInteger(ref _reader) && _reader.TryGetDecimal(out var integer) ? integer : JsonScalar.Number(ref _reader);
            case JsonTokenType.String when JsonScalar.LooksLikeTime(ref _reader) && JsonScalar.Time(ref _reader) is { } time:
                return time;
            case JsonTokenType.String:
                return Text();
            default:
                return null;
        }
    }

    public string Text()
    {
        try
        {
            return _reader.ValueSpan.Length < LengthOfId ? _pool.Get(ref _reader) : _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(_reader.ValueSpan.ToArray());
        }
    }

    public string PropertyName()
    {
        try
        {
            return _pool.Get(ref _reader);
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(_reader.ValueSpan.ToArray());
        }
    }

    /// <summary>Reads a time. Anything but an ISO time after year 1 is null.</summary>
    public DateTimeOffset? Time(SkipcallObject owner)
    {
        Next();
        var time = _reader.TokenType == JsonTokenType.String ? JsonScalar.Time(ref _reader) : null;
        if (time is null && _reader.TokenType != JsonTokenType.Null)
        {
            KeepValue(owner);
        }

        return time;
    }

    /// <summary>Reads a number, or a string that contains one.</summary>
    public double? Number(SkipcallObject owner)
    {
        Next();
        var number = JsonScalar.Number(ref _reader);
        if (number is null && _reader.TokenType != JsonTokenType.Null)
        {
            KeepValue(owner);
        }

        return number;
    }

    /// <summary>Reads a boolean; anything else is false.</summary>
    public bool Flag(SkipcallObject owner)
    {
        Next();
        if (_reader.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null))
        {
            KeepValue(owner);
        }

        return _reader.TokenType == JsonTokenType.True;
    }

    /// <summary>Reads a whole number that is not negative (100 or 100.0); anything else is null.</summary>
    public long? Count()
    {
        Next();
        if (JsonScalar.Number(ref _reader) is >= 0 and < 9e15 and { } number && Math.Floor(number) == number)
        {
            return (long)number;
        }

        Skip();
        return null;
    }

    private void KeepValue(SkipcallObject owner)
    {
        var mark = Mark();
        Skip();
        KeepFrom(mark, owner, _name);
    }
}
