using System.Management.Automation;

namespace Skipcall.Commands;

/// <summary>Creates error records. The category and the recommended action follow from the error id.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord From(SkipcallException failure, object? target)
    {
        var (category, action) = Describe(failure.ErrorId);
        return new ErrorRecord(failure, failure.ErrorId.ToString(), category, target)
        {
            ErrorDetails = new ErrorDetails(failure.Message) { RecommendedAction = action },
        };
    }

    /// <summary>Whether the failure makes it pointless to continue.</summary>
    public static bool IsFatal(SkipcallException failure) => failure.ErrorId is not (
        SkipcallErrorId.SequenceNotFound or SkipcallErrorId.InvalidRequest or SkipcallErrorId.ServerError
        or SkipcallErrorId.InvalidResponse);

    private static (ErrorCategory Category, string Action) Describe(SkipcallErrorId id) => id switch
    {
        SkipcallErrorId.NotConnected => (ErrorCategory.ConnectionError, "Run Connect-Skipcall first, or try the module without a key: New-SkipcallSandbox | Connect-Skipcall."),
        SkipcallErrorId.Unauthorized => (ErrorCategory.AuthenticationError, "Check the key (Skipcall dashboard, Settings > API Keys) and connect again with Connect-Skipcall."),
        SkipcallErrorId.SubscriptionRequired => (ErrorCategory.PermissionDenied, "The API needs an active Skipcall subscription: renew it, then try again."),
        SkipcallErrorId.PlanNotEligible => (ErrorCategory.PermissionDenied, "The API needs a STARTER, INTERMÉDIAIRE or EXPERT plan."),
        SkipcallErrorId.SequenceNotFound => (ErrorCategory.ObjectNotFound, "Check the sequence's id, and that the key's scope has its workspace."),
        SkipcallErrorId.InvalidRequest => (ErrorCategory.InvalidArgument, "Correct what the message names: a value, a path, or an id that does not exist."),
        SkipcallErrorId.RateLimitExceeded => (ErrorCategory.LimitsExceeded, "Try again after the reset, or allow a longer wait: Connect-Skipcall -MaximumWaitSec."),
        SkipcallErrorId.ServerError => (ErrorCategory.ConnectionError, "Try again later: where asking again could help it was done, and -Verbose shows each retry."),
        SkipcallErrorId.ConnectionFailed => (ErrorCategory.ConnectionError, "Check the network, the proxy (Connect-Skipcall -Proxy) and the base URI."),
        SkipcallErrorId.Timeout => (ErrorCategory.OperationTimeout, "Try again, or allow an attempt more time: Connect-Skipcall -TimeoutSec."),
        SkipcallErrorId.InvalidResponse => (ErrorCategory.InvalidData, "See the answer with -Debug. A proxy may have sent it; else report it."),
        SkipcallErrorId.IncompleteResult => (ErrorCategory.ReadError, "What was written is not the whole list: discard it and run the command again."),
        SkipcallErrorId.DriftDetected => (ErrorCategory.ReadError, "The list is being changed. Try again when it is quiet, or use -All, which writes what it finds and warns where it may have missed some."),
        _ => (ErrorCategory.NotSpecified, ""),
    };
}
