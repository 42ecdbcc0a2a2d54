using System;
using System.Globalization;

namespace Skipcall;

/// <summary>A request that a sandbox got, as it was sent. It holds no header but <c>User-Agent</c>, so no key.</summary>
public sealed class SandboxRequest
{
    internal SandboxRequest(Sandboxing.IncomingRequest request, int statusCode)
    {
        Time = request.Time;
        Method = request.Method;
        Path = request.Path;
        Query = request.Query.Text;
        SequenceId = request.SequenceId;
        Page = request.Query.WholeNumber("page");
        Limit = request.Query.WholeNumber("limit");
        Tag = request.Query["tag"];
        Status = request.Query["status"];
        Body = request.Body;
        UserAgent = request.UserAgent;
        StatusCode = statusCode;
    }

    /// <summary>When it came, by the sandbox's clock.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The HTTP method, for example <c>GET</c>.</summary>
    public string Method { get; }

    /// <summary>The path, escaped as sent, without the query.</summary>
    public string Path { get; }

    /// <summary>The query, escaped as sent, without the question mark; empty when there was none.</summary>
    public string Query { get; }

    /// <summary>Id of the sequence whose contacts were asked for, unescaped; null when something else was asked for.</summary>
    public string? SequenceId { get; }

    /// <summary>Number of the page that was asked for; null when the query has none that is a whole number.</summary>
    public int? Page { get; }

    /// <summary>Number of items a page that was asked for; null when the query has none that is a whole number.</summary>
    public int? Limit { get; }

    /// <summary>The tag filter, unescaped; null when there was none.</summary>
    public string? Tag { get; }

    /// <summary>The status filter, unescaped; null when there was none.</summary>
    public string? Status { get; }

    /// <summary>The text of the body, JSON as a rule; null when there was none.</summary>
    public string? Body { get; }

    /// <summary>The HTTP status it was answered with; 0 when it was not answered, or not yet.</summary>
    public int StatusCode { get; }

    /// <summary>The <c>User-Agent</c> header; null when there was none.</summary>
    public string? UserAgent { get; }

    /// <summary>What was asked and what was answered.</summary>
    /// <returns>For example <c>GET /v1/sequences/demo/contacts?page=2&amp;limit=100 -> 200</c>.</returns>
    public override string ToString() =>
        Method + " " + Path + (Query.Length > 0 ? "?" + Query : "")
        + " -> " + (StatusCode == 0 ? "no answer" : StatusCode.ToString(CultureInfo.InvariantCulture));
}
