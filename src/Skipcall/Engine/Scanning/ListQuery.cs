using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;

namespace Skipcall.Engine.Scanning;

/// <summary>A paged list of the API, and how to read it.</summary>
internal abstract class ListQuery<T>
    where T : class
{
    /// <summary>The sequence id or path, for messages.</summary>
    public abstract string Target { get; }

    /// <summary>The plural noun for the records, for messages.</summary>
    public abstract string Noun { get; }

    public virtual string? Tag => null;

    public virtual string? Status => null;

    public string Filter => string.Join(" and ", new[] { Status, Tag }.Where(static value => value is not null).Select(static value => $"'{value}'"));

    public abstract PageDecoder<T> Decoder { get; }

    public abstract ApiRequest Request(long page, int pageSize);

    /// <summary>The record's unique id, or null; without one, duplicates can't be detected.</summary>
    public abstract string? IdOf(T record);

    /// <summary>When the record was created, by the service's clock; null if unknown.</summary>
    public abstract DateTimeOffset? CreatedAtOf(T record);

    /// <summary>Whether a record belongs to the result, if the service can't filter.</summary>
    public virtual bool Accepts(T record) => true;

    public virtual void Inspect(Page<T> page, IEngineLog log, KeyRedactor redactor)
    {
    }
}
