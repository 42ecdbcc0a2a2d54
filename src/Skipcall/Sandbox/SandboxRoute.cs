using System;
using System.Linq;

namespace Skipcall.Sandboxing;

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
