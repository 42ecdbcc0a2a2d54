using System.Text;
using System.Text.Json;
using Skipcall.Engine.Http;

namespace Skipcall.Engine.Decoding;

/// <summary>Reads the documented envelope: <c>data, total, page, limit, totalPages</c>.</summary>
internal abstract class PageDecoder<T>
{
    private const int RawExcerpt = 200;
    private const int RawBytes = 4096;
    private const int MaximumRecords = 10_000;

    protected StringPool Pool { get; } = new();

    /// <exception cref="SkipcallException"><c>InvalidResponse</c>: the body is not this envelope.</exception>
    public Page<T> Decode(ApiResponse response)
    {
        var cursor = new JsonCursor(response.Body, Pool, response.CancellationToken);
        cursor.Next();
        if (cursor.Token != JsonTokenType.StartObject)
        {
            throw SkipcallException.UnexpectedBody("it is not an object.");
        }

        var page = new Page<T> { RequestedAt = response.RequestedAt, Age = response.Age };
        var hasData = false;
        while (cursor.NextProperty())
        {
            if (cursor.Is("data"u8))
            {
                cursor.Next();
                if (cursor.Token == JsonTokenType.StartArray)
                {
                    hasData = true;
                    var mark = cursor.Mark();
                    ReadRecords(ref cursor, page, response.Redactor);
                    page.Fingerprint = FingerprintOf(page, cursor.SpanFrom(mark));
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
            else if (cursor.Is("totalPages"u8))
            {
                page.TotalPages = cursor.Count();
            }
            else
            {
                cursor.Next();
                cursor.Skip();
            }
        }

        return hasData ? page : throw SkipcallException.UnexpectedBody("it has no list named 'data'.");
    }

    /// <summary>Reads a record, from its first token to its last; null if it has no id.</summary>
    protected abstract T? ReadRecord(ref JsonCursor cursor);

    /// <summary>A hash that tells the page from others.</summary>
    protected virtual ulong FingerprintOf(Page<T> page, ReadOnlySpan<byte> json) => Hash.Of(json);

    /// <summary>Whether a record can be any JSON value, not only an object.</summary>
    protected virtual bool AcceptsAnyValue => false;

    private void ReadRecords(ref JsonCursor cursor, Page<T> page, KeyRedactor redactor)
    {
        while (cursor.NextElement())
        {
            if (page.RecordCount == MaximumRecords)
            {
                throw SkipcallException.UnexpectedBody($"a page has more than {MaximumRecords} records.");
            }

            var mark = cursor.Mark();
            var isObject = cursor.Token == JsonTokenType.StartObject;
            if ((isObject || AcceptsAnyValue) && ReadRecord(ref cursor) is { } record)
            {
                page.Items.Add(record);
                continue;
            }

            cursor.Skip();
            var reason = isObject ? "it has no id" : "it is not an object";
            page.Unreadable.Add(new UnreadableRecord(page.RecordCount, reason, redactor.Clean(Start(cursor.SpanFrom(mark)), RawExcerpt)));
        }
    }

    private static string Start(ReadOnlySpan<byte> json) => Encoding.UTF8.GetString(json.Slice(0, Math.Min(RawBytes, json.Length)).ToArray());
}
