using System.Text.Json;
using Skipcall.Engine.Http;

namespace Skipcall.Engine.Decoding;

/// <summary>Reads the documented envelope: <c>data, total, page, limit, totalPages</c>.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
internal abstract class PageDecoder<T>
{
    private const int RawExcerpt = 200;

    /// <summary>The strings of this list.</summary>
    protected StringPool Pool { get; } = new();

    /// <summary>Reads one page.</summary>
    /// <exception cref="SkipcallException"><c>InvalidResponse</c>: it is no such envelope; transient where it was cut short.</exception>
    public Page<T> Decode(ApiResponse response)
    {
        var cursor = new JsonCursor(response.Body, Pool);
        cursor.Next();
        if (cursor.Token != JsonTokenType.StartObject)
        {
            throw BodyException.Odd("it is no object.");
        }

        var page = new Page<T> { AskedAt = response.AskedAt };
        var hasData = false;
        while (cursor.NextProperty())
        {
            if (cursor.Is("data"u8))
            {
                cursor.Next();
                if (cursor.Token == JsonTokenType.StartArray)
                {
                    hasData = true;
                    ReadRecords(ref cursor, page);
                }
                else
                {
                    cursor.Skip();
                }
            }
            else if (cursor.Is("total"u8))
            {
                page.Total = cursor.Count();
            }
            else if (cursor.Is("page"u8))
            {
                page.Number = cursor.Count();
            }
            else if (cursor.Is("limit"u8))
            {
                page.Limit = cursor.Count();
            }
            else
            {
                cursor.Next();
                cursor.Skip();
            }
        }

        return hasData ? page : throw BodyException.Odd("it has no list named data.");
    }

    /// <summary>Reads a record. The cursor stands on its first token, and is left on its last.</summary>
    /// <returns>The record; null when it has nothing to identify it by.</returns>
    protected abstract T? ReadRecord(ref JsonCursor cursor);

    /// <summary>Whether a record may be any JSON, and not an object only.</summary>
    protected virtual bool TakesAnything => false;

    private void ReadRecords(ref JsonCursor cursor, Page<T> page)
    {
        while (cursor.NextElement())
        {
            var mark = cursor.Mark();
            var isObject = cursor.Token == JsonTokenType.StartObject;
            if ((isObject || TakesAnything) && ReadRecord(ref cursor) is { } record)
            {
                page.Items.Add(record);
                continue;
            }

            cursor.Skip();
            var reason = isObject ? "it has no id" : "it is no object";
            page.Unreadable.Add(new UnreadableRecord(page.RecordCount, reason, Redaction.Clean(cursor.RawFrom(mark), RawExcerpt)));
        }
    }
}
