using System;
using System.Globalization;

namespace Skipcall.Sandboxing;

/// <summary>What every endpoint has in common: faults, key, rate limit, plan. In the order a real service checks them.</summary>
internal sealed class SandboxService
{
    private readonly Sandbox _sandbox;
    private readonly SandboxRouter _router;
    private readonly RateWindow? _budget;
    private readonly bool _rateHeaders;
    private readonly string? _denyCode;

    public SandboxService(Sandbox sandbox, SandboxOptions options, SandboxRouter router)
    {
        _sandbox = sandbox;
        _router = router;
        _budget = RateWindow.From(options);
        _rateHeaders = options.RateHeaders;
        _denyCode = options.DenyCode;
    }

    public SandboxReply Answer(IncomingRequest request, int number, SandboxFault? fault)
    {
        // What goes wrong after the key was checked has cost a request all the same; what is answered with 401 has not.
        var authorised = request.Bears(_sandbox.ApiKey);
        var ticket = authorised && fault?.StatusCode != 401 ? _budget?.Take(request.Time) : null;
        var reply = FaultReply.For(fault) ?? Judge(request, number, authorised, ticket);
        if (_rateHeaders && reply.ReadyMade is null)
        {
            AddRateHeaders(reply, ticket, request.Time, fault);
        }

        return reply;
    }

    private SandboxReply Judge(IncomingRequest request, int number, bool authorised, RateTicket? ticket)
    {
        if (!authorised)
        {
            return ErrorReply.Unauthorized();
        }

        if (ticket is { Granted: false })
        {
            return ErrorReply.Create(429);
        }

        if (_denyCode is { } denyCode)
        {
            return ErrorReply.Denied(denyCode);
        }

        return _sandbox.BeforeRouting?.Invoke(request.Message, number) is { } readyMade
            ? new SandboxReply(readyMade)
            : _router.Answer(request);
    }

    private static void AddRateHeaders(SandboxReply reply, RateTicket? ticket, DateTimeOffset now, SandboxFault? fault)
    {
        if (ticket is not null)
        {
            reply.Headers["X-RateLimit-Limit"] = ticket.Limit.ToString(CultureInfo.InvariantCulture);
            reply.Headers["X-RateLimit-Remaining"] = ticket.Remaining.ToString(CultureInfo.InvariantCulture);
            reply.Headers["X-RateLimit-Reset"] = WholeSeconds(ticket.ResetsAt - DateTimeOffset.FromUnixTimeSeconds(0));
        }

        if (fault?.RetryAfterSec is { } seconds)
        {
            reply.Headers["Retry-After"] = WholeSeconds(TimeSpan.FromSeconds(seconds));
        }
        else if (ticket is { Granted: false } && reply.StatusCode == 429)
        {
            reply.Headers["Retry-After"] = WholeSeconds(ticket.ResetsAt - now);
        }
    }

    // Upwards: a client that believes the header must not come back too early.
    private static string WholeSeconds(TimeSpan span) =>
        Math.Ceiling(span.TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
}
