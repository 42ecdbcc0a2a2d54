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
            return route.Answer(request);
        }

        // Part of the real API perhaps: that the sandbox has no such thing must not look as though the service had none.
        return string.Equals(request.Segments[0], "v1", StringComparison.Ordinal)
            ? ErrorReply.Create(501, "NOT_IN_SANDBOX", $"The sandbox does not know {request.Method} {request.Path}")
            : ErrorReply.Create(404, "NOT_FOUND", $"Cannot {request.Method} {request.Path}");
    }
}

/// <summary>An endpoint: a method, a path such as <c>v1/sequences/{id}/contacts</c>, and what answers.</summary>
internal sealed class SandboxRoute
{
    private readonly string _method;
    private readonly string[] _pattern;
    private readonly Func<IncomingRequest, SandboxReply> _answer;

    public SandboxRoute(string method, string pattern, Func<IncomingRequest, SandboxReply> answer)
    {
        _method = method;
        _pattern = pattern.Split('/');
        _answer = answer;
    }

    public bool Fits(IncomingRequest request) =>
        string.Equals(_method, request.Method, StringComparison.Ordinal)
        && request.Segments.Length == _pattern.Length
        && request.Segments.Zip(_pattern, (segment, wanted) => wanted[0] == '{' || string.Equals(segment, wanted, StringComparison.Ordinal))
            .All(fits => fits);

    public SandboxReply Answer(IncomingRequest request) => _answer(request);
}
