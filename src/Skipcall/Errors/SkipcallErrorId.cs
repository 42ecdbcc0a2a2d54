namespace Skipcall;

/// <summary>
/// What can go wrong, by name. The names are the first part of an error's <c>FullyQualifiedErrorId</c>, the same in
/// every culture and every version; <c>about_Skipcall_Errors</c> says of each what happened and what to do.
/// </summary>
public enum SkipcallErrorId
{
    /// <summary>There is no connection, or no key to make one with.</summary>
    NotConnected,

    /// <summary>The service refused the key (401), or the key may not do this (403 without a subscription code).</summary>
    Unauthorized,

    /// <summary>The account has no active subscription (403, <c>SUBSCRIPTION_REQUIRED</c>).</summary>
    SubscriptionRequired,

    /// <summary>The account's plan has no API access (403, <c>PLAN_NOT_ELIGIBLE</c>).</summary>
    PlanNotEligible,

    /// <summary>The sequence does not exist, or is in a workspace outside the key's scope (404).</summary>
    SequenceNotFound,

    /// <summary>The request is wrong: refused by the module before it was sent, or by the service (400 and other 4xx).</summary>
    InvalidRequest,

    /// <summary>The wait that the rate limit asks for is longer than the connection allows.</summary>
    RateLimitExceeded,

    /// <summary>The service failed (5xx) and went on failing when asked again.</summary>
    ServerError,

    /// <summary>No answer could be had: name not found, refused, cut off, or the secure channel failed.</summary>
    ConnectionFailed,

    /// <summary>An attempt took longer than the connection's time-out.</summary>
    Timeout,

    /// <summary>The service answered something that is not what its specification says.</summary>
    InvalidResponse,

    /// <summary>The list broke off after some of it had been written.</summary>
    IncompleteResult,

    /// <summary>The list moved while it was read and would not hold still.</summary>
    DriftDetected,

    /// <summary>The state of the change feed can't be used: it is damaged, foreign, in use, or has no finished run to confirm.</summary>
    InvalidState,
}
