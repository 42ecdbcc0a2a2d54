using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Skipcall.Sandboxing;

/// <summary>The page of a list that a request asks for: every list is read and answered the same way.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Limit">The most items it may have, 1 to 100.</param>
internal readonly record struct PageRequest(int Number, int Limit)
{
    public const string NumberParameter = "page";
    public const string LimitParameter = "limit";
    public const int FirstNumber = 1;

    private const int DefaultLimit = 50;
    private const int LargestLimit = 100;

    /// <summary>How many items come before it; they may be far more than there are.</summary>
    public long Skip => ((long)Number - 1) * Limit;

    public static bool TryRead(IncomingQuery query, out PageRequest page, [NotNullWhen(false)] out SandboxReply? refusal)
    {
        page = default;
        refusal = null;
        if (WholeNumber(query, NumberParameter, FirstNumber, int.MaxValue) is not { } number)
        {
            refusal = ErrorReply.Invalid("page must be a whole number, 1 or more");
        }
        else if (WholeNumber(query, LimitParameter, DefaultLimit, LargestLimit) is not { } limit)
        {
            refusal = ErrorReply.Invalid("limit must be a whole number, 1 to 100");
        }
        else
        {
            page = new PageRequest(number, limit);
        }

        return refusal is null;
    }

    /// <summary>The answer: the items of this page in the envelope of all lists.</summary>
    public SandboxReply Answer<T>(IReadOnlyList<T> items, int total, Action<Utf8JsonWriter, T> writeItem) =>
        new(200, PageJson.Write(items, total, this, writeItem));

    private static int? WholeNumber(IncomingQuery query, string name, int valueWhenAbsent, int largest)
    {
        if (query[name] is null)
        {
            return valueWhenAbsent;
        }

        return query.WholeNumber(name) is { } number && number >= 1 && number <= largest ? number : null;
    }
}
