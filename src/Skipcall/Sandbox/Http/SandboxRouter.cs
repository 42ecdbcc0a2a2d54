using System;
using System.Linq;

namespace Skipcall.Sandboxing;

/// <summary>Finds the endpoint that a request is for.</summary>
internal sealed class SandboxRouter
{
    private readonly SandboxRoute[] _routes;

    public SandboxRouter(params SandboxRoute[] routes) => _routes = routes;

    public SandboxReply Answer(IncomingRequest request)
    {
        if (_routes.FirstOrDefault(route => route.Fits(request)) is { } route)
        {
            return route.UnknownParameter(request.Query) is { } name
                ? ErrorReply.NotInSandbox($"The sandbox does not know the query parameter '{name}' of {request.Method} {request.Path}")
                : route.Answer(request);
        }

        return string.Equals(request.Segments[0], "v1", StringComparison.Ordinal)
            ? ErrorReply.NotInSandbox($"The sandbox does not know {request.Method} {request.Path}")
            : ErrorReply.NotFound($"Cannot {request.Method} {request.Path}");
    }
}

/// <summary>An endpoint: a method, a path such as <c>v1/sequences/{id}/contacts</c>, and what answers.</summary>
internal sealed class SandboxRoute
{
    private readonly string _method;
    private readonly string[] _pattern;
    private readonly Func<IncomingRequest, SandboxReply> _answer;
    private readonly string[] _parameters;

    /// <param name="method">The HTTP method.</param>
    /// <param name="pattern">The path; a segment in braces is any one.</param>
    /// <param name="answer">What answers.</param>
    /// <param name="parameters">The query parameters that the endpoint is known to take.</param>
    public SandboxRoute(string method, string pattern, Func<IncomingRequest, SandboxReply> answer, params string[] parameters)
    {
        _method = method;
        _pattern = pattern.Split('/');
        _answer = answer;
        _parameters = parameters;
    }

    public bool Fits(IncomingRequest request) =>
        string.Equals(_method, request.Method, StringComparison.Ordinal)
        && request.Segments.Length == _pattern.Length
        && request.Segments.Zip(_pattern, (segment, wanted) => wanted[0] == '{' || string.Equals(segment, wanted, StringComparison.Ordinal))
            .All(fits => fits);

    /// <summary>A query parameter that the endpoint is not known to take; null when there is none.</summary>
    public string? UnknownParameter(IncomingQuery query) =>
        query.Names.FirstOrDefault(name => Array.IndexOf(_parameters, name) < 0);

    public SandboxReply Answer(IncomingRequest request) => _answer(request);
}
