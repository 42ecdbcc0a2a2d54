namespace Skipcall;

/// <summary>
/// Identifies a failure. The name is the first part of <c>FullyQualifiedErrorId</c> and never changes;
/// <c>about_Skipcall_Errors</c> describes each one.
/// </summary>
public enum SkipcallErrorId
{
    /// <summary>There is no connection, or no API key to connect with.</summary>
    NotConnected,

    /// <summary>The API key is invalid (401) or lacks permission (403 without a subscription code).</summary>
    Unauthorized,

    /// <summary>The account has no active subscription (403, <c>SUBSCRIPTION_REQUIRED</c>).</summary>
    SubscriptionRequired,

    /// <summary>The account's plan does not include API access (403, <c>PLAN_NOT_ELIGIBLE</c>).</summary>
    PlanNotEligible,

    /// <summary>The sequence does not exist, or its workspace is outside the key's scope (404).</summary>
    SequenceNotFound,

    /// <summary>The request is invalid, according to the module or to the service (400 and other 4xx).</summary>
    InvalidRequest,

    /// <summary>The rate limit requires a longer wait than the connection allows.</summary>
    RateLimitExceeded,

    /// <summary>The service failed (5xx), also when retried.</summary>
    ServerError,

    /// <summary>There was no response: name resolution, the connection or TLS failed.</summary>
    ConnectionFailed,

    /// <summary>An attempt took longer than the connection's timeout.</summary>
    Timeout,

    /// <summary>The response does not match the specification.</summary>
    InvalidResponse,

    /// <summary>Reading a list failed after some records were written.</summary>
    IncompleteResult,

    /// <summary>The list kept changing while it was read.</summary>
    DriftDetected,

    /// <summary>The state of the change feed is damaged, in use, for another sequence, or has no finished run to confirm.</summary>
    InvalidState,
}
