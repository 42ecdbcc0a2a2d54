using System.Management.Automation;

namespace Skipcall.Commands;

/// <summary>Creates error records. The error id determines the category and the recommended action.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord From(SkipcallException failure, object? target)
    {
        var (category, action) = Describe(failure);
        return new ErrorRecord(failure, failure.ErrorId.ToString(), category, target)
        {
            ErrorDetails = new ErrorDetails(failure.Message) { RecommendedAction = failure.RecommendedAction ?? action },
        };
    }

    /// <summary>Whether the failure makes it pointless to continue.</summary>
    public static bool IsFatal(SkipcallException failure) => failure.ErrorId is not (
        SkipcallErrorId.SequenceNotFound or SkipcallErrorId.InvalidRequest or SkipcallErrorId.ServerError
        or SkipcallErrorId.InvalidResponse);

    private static (ErrorCategory Category, string Action) Describe(SkipcallException failure) => failure.ErrorId switch
    {
        SkipcallErrorId.NotConnected => (ErrorCategory.ConnectionError, "In scripts, Connect-Skipcall takes the key from $env:SKIPCALL_API_KEY. In another runspace, use -Connection."),
        SkipcallErrorId.Unauthorized => (ErrorCategory.AuthenticationError, "Check the key (Skipcall dashboard, Settings > API Keys) and connect again with Connect-Skipcall."),
        SkipcallErrorId.SubscriptionRequired => (ErrorCategory.PermissionDenied, "Renew the Skipcall subscription. The API requires an active one."),
        SkipcallErrorId.PlanNotEligible => (ErrorCategory.PermissionDenied, "Change to a STARTER, INTERMÉDIAIRE or EXPERT plan. The API is not part of other plans."),
        SkipcallErrorId.SequenceNotFound => (ErrorCategory.ObjectNotFound, "Check the id, and that your key can access its workspace."),
        SkipcallErrorId.InvalidRequest => (ErrorCategory.InvalidArgument, "Correct the value named above."),
        SkipcallErrorId.RateLimitExceeded => (ErrorCategory.LimitsExceeded, "Try again after the reset, or allow a longer wait with Connect-Skipcall -MaximumWaitSec."),
        SkipcallErrorId.ServerError when failure.StatusCode == 501 => (ErrorCategory.NotImplemented, "Use a request that this sandbox supports, or define the response yourself with New-SkipcallSandbox -Fault."),
        SkipcallErrorId.ServerError => (ErrorCategory.ConnectionError, "Try again later. The request was already retried if that could help; -Verbose shows the retries."),
        SkipcallErrorId.ConnectionFailed => (ErrorCategory.ConnectionError, "Check the network, the proxy (Connect-Skipcall -Proxy) and the base URI."),
        SkipcallErrorId.Timeout => (ErrorCategory.OperationTimeout, "Try again, or allow more time with Connect-Skipcall -TimeoutSec."),
        SkipcallErrorId.InvalidResponse => (ErrorCategory.InvalidData, "Use -Debug to see the response. If it didn't come from a proxy, report it."),
        SkipcallErrorId.IncompleteResult => (ErrorCategory.ReadError, "Discard the incomplete output and run the command again."),
        SkipcallErrorId.DriftDetected => (ErrorCategory.ReadError, "Try again when fewer contacts are changing, or use -All, which returns what it finds and warns if some may be missing."),
        SkipcallErrorId.InvalidState => (ErrorCategory.InvalidData, "Changes that were not confirmed are reported again by the next run."),
        _ => (ErrorCategory.NotSpecified, ""),
    };
}
