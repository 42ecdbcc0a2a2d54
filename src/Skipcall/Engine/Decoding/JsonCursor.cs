using System;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Skipcall.Engine.Decoding;

/// <summary>
/// Walks a JSON body property by property, so that one odd value costs that value and nothing else: what can't be read as
/// asked for is null, and its raw JSON is kept with the object.
/// </summary>
/// <remarks>
/// The reader is told that more may come. So it tells a body that ends too early (it stops) from one that is wrong (it throws).
/// </remarks>
internal ref struct JsonCursor
{
    // Deep nesting in a field nobody knows must not cost the page.
    private const int MaxDepth = 4096;

    // An id comes once, and in the pool it would push out what comes again.
    private const int LengthOfId = 36;

    private readonly ReadOnlySpan<byte> _body;
    private readonly StringPool _pool;
    private Utf8JsonReader _reader;

    public JsonCursor(ReadOnlySpan<byte> body, StringPool pool)
    {
        // A body that ends inside its byte order mark is as good as empty: cut short, not wrong.
        var mark = "\uFEFF"u8;
        _body = body.StartsWith(mark) ? body.Slice(mark.Length) : mark.StartsWith(body) ? default : body;
        _pool = pool;
        _reader = new Utf8JsonReader(_body, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = MaxDepth }));
    }

    public JsonTokenType Token => _reader.TokenType;

    /// <summary>Steps to the next token.</summary>
    /// <exception cref="SkipcallException">The body is cut short, or is not JSON.</exception>
    public void Next()
    {
        try
        {
            if (_reader.Read())
            {
                return;
            }
        }
        catch (JsonException e)
        {
            throw BodyException.Odd(LooksLikeHtml() ? "it is an HTML page, perhaps from a proxy." : "it is not JSON.", e);
        }

        throw BodyException.CutShort(_body.Length);
    }

    /// <summary>Steps to the next property of an object, or to its end.</summary>
    /// <returns>Whether there is one.</returns>
    public bool NextProperty()
    {
        Next();
        return _reader.TokenType == JsonTokenType.PropertyName;
    }

    /// <summary>Steps to the next element of an array, or to its end.</summary>
    /// <returns>Whether there is one.</returns>
    public bool NextElement()
    {
        Next();
        return _reader.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Whether the property the cursor stands on has this name.</summary>
    public readonly bool Is(ReadOnlySpan<byte> name) =>
        _reader.ValueIsEscaped ? IsEscaped(name) : _reader.ValueSpan.SequenceEqual(name);

    private readonly bool IsEscaped(ReadOnlySpan<byte> name)
    {
        try
        {
            return _reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, written as an escape: no name that anybody asks for.
            return false;
        }
    }

    /// <summary>Where the present value begins; for <see cref="KeepFrom"/>.</summary>
    public readonly int Mark() => (int)_reader.TokenStartIndex;

    /// <summary>Passes over the value the cursor stands on.</summary>
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

    /// <summary>The raw JSON from <paramref name="mark"/> to the end of the value the cursor has just passed.</summary>
    public readonly string RawFrom(int mark) => Encoding.UTF8.GetString(BytesFrom(mark));

    /// <inheritdoc cref="RawFrom"/>
    public readonly byte[] BytesFrom(int mark) => _body.Slice(mark, (int)_reader.BytesConsumed - mark).ToArray();

    /// <summary>Keeps the raw JSON from <paramref name="mark"/> on with the object, under the field's name.</summary>
    public readonly void KeepFrom(int mark, SkipcallObject owner, string name) => owner.AdditionalProperties[name] = RawFrom(mark);

    /// <summary>Keeps a property nobody knows. The cursor stands on its name.</summary>
    public void KeepUnknown(SkipcallObject owner)
    {
        var name = PropertyName();
        Next();
        var mark = Mark();
        Skip();
        KeepFrom(mark, owner, name);
    }

    /// <summary>The text of a field that is a string, or a number that stands for one. The cursor stands on the field's name.</summary>
    public string? Text(SkipcallObject owner, string name) => Text(owner, name, null);

    /// <summary>The same for a field that says the same things over and over.</summary>
    public string? PooledText(SkipcallObject owner, string name) => Text(owner, name, _pool);

    private string? Text(SkipcallObject owner, string name, StringPool? pool)
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
                    // Half a surrogate pair, or bytes that are not UTF-8.
                }

                break;
        }

        KeepValue(owner, name);
        return null;
    }

    /// <summary>The value the cursor stands on, which is no object and no list, as what it is: an ISO time is a time.</summary>
    public object? Scalar()
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.True or JsonTokenType.False:
                return _reader.TokenType == JsonTokenType.True;
            case JsonTokenType.Number:
                return _reader.TryGetInt64(out var whole) ? (object)whole : _reader.GetDouble();
            case JsonTokenType.String when LooksLikeTime() && TimeHere() is { } time:
                return time;
            case JsonTokenType.String:
                try
                {
                    return _reader.ValueSpan.Length < LengthOfId ? _pool.Get(ref _reader) : _reader.GetString();
                }
                catch (InvalidOperationException)
                {
                    return Encoding.UTF8.GetString(_reader.ValueSpan.ToArray());
                }

            default:
                return null;
        }
    }

    /// <summary>The name of the property the cursor stands on.</summary>
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

    /// <summary>A point in time. What is no ISO time, and the year 1, is null.</summary>
    public DateTimeOffset? Time(SkipcallObject owner, string name)
    {
        Next();
        if (_reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (_reader.TokenType == JsonTokenType.String && TimeHere() is { } time)
        {
            return time;
        }

        KeepValue(owner, name);
        return null;
    }

    /// <summary>A number, or a string that stands for one.</summary>
    public double? Number(SkipcallObject owner, string name)
    {
        Next();
        if (_reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (NumberHere() is { } number)
        {
            return number;
        }

        KeepValue(owner, name);
        return null;
    }

    /// <summary>True or false; anything else is false.</summary>
    public bool Flag(SkipcallObject owner, string name)
    {
        Next();
        if (_reader.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            return _reader.TokenType == JsonTokenType.True;
        }

        if (_reader.TokenType != JsonTokenType.Null)
        {
            KeepValue(owner, name);
        }

        return false;
    }

    /// <summary>A count: a whole number that is not negative, however it is written (100, 100.0). Anything else is null.</summary>
    public long? Count()
    {
        Next();
        if (NumberHere() is >= 0 and < 9e15 and { } number && Math.Floor(number) == number)
        {
            return (long)number;
        }

        Skip();
        return null;
    }

    private DateTimeOffset? TimeHere()
    {
        try
        {
            // A time without an offset is the service's, which is UTC, not this machine's.
            if (_reader.TryGetDateTime(out var plain) && plain.Kind != DateTimeKind.Local)
            {
                return plain.Year > 1 ? new DateTimeOffset(plain.Ticks, TimeSpan.Zero) : null;
            }

            return _reader.TryGetDateTimeOffset(out var time) && time.Year > 1 ? time : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair among the digits.
            return null;
        }
    }

    private readonly double? NumberHere()
    {
        double number;
        var read = _reader.TokenType switch
        {
            JsonTokenType.Number => _reader.TryGetDouble(out number),
            JsonTokenType.String when !_reader.ValueIsEscaped => double.TryParse(
                Encoding.UTF8.GetString(_reader.ValueSpan.ToArray()), NumberStyles.Float, CultureInfo.InvariantCulture, out number),
            _ => (number = 0) != 0,
        };
        return read && !double.IsNaN(number) && !double.IsInfinity(number) ? number : null;
    }

    private readonly bool LooksLikeTime() =>
        _reader.ValueSpan is { Length: >= 19 and <= 40 } text && text[4] == (byte)'-' && text[10] == (byte)'T';

    private void KeepValue(SkipcallObject owner, string name)
    {
        var mark = Mark();
        Skip();
        KeepFrom(mark, owner, name);
    }

    private readonly bool LooksLikeHtml()
    {
        var start = 0;
        while (start < _body.Length && _body[start] is (byte)' ' or (byte)'\r' or (byte)'\n' or (byte)'\t')
        {
            start++;
        }

        return start < _body.Length && _body[start] == (byte)'<';
    }
}
