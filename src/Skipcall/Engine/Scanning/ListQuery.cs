using System;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;

namespace Skipcall.Engine.Scanning;

/// <summary>A list of the service that comes in pages, and how to read it.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
internal abstract class ListQuery<T>
    where T : class
{
    /// <summary>What is read, in the user's words: the sequence's id, or the path.</summary>
    public abstract string Target { get; }

    /// <summary>What the list holds, in the user's words.</summary>
    public abstract string Noun { get; }

    /// <summary>The tag filtered by, for the receipt.</summary>
    public virtual string? Tag => null;

    /// <summary>The status filtered by, for the receipt.</summary>
    public virtual string? Status => null;

    /// <summary>Reads a page.</summary>
    public abstract PageDecoder<T> Decoder { get; }

    /// <summary>The request for a page.</summary>
    public abstract ApiRequest Request(long page, int pageSize);

    /// <summary>What tells a record from all others; null where it has nothing of the kind: then a repeat can't be seen.</summary>
    public abstract string? IdOf(T record);

    /// <summary>When the record was made, by the service's clock; null when unknown.</summary>
    public abstract DateTimeOffset? CreatedAtOf(T record);

    /// <summary>Looks at a page before it is written.</summary>
    public virtual void Inspect(Page<T> page, IEngineLog log)
    {
    }
}
