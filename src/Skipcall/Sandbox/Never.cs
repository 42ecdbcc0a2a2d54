using System.Threading;
using System.Threading.Tasks;

namespace Skipcall.Sandboxing;

/// <summary>The wait that a hung connection is.</summary>
internal static class Never
{
    /// <summary>Ends by cancellation only; for ever with a token that can't be cancelled.</summary>
    public static async Task Comes(CancellationToken cancellationToken)
    {
        var never = new TaskCompletionSource<bool>();
        using (cancellationToken.Register(() => never.TrySetCanceled(cancellationToken)))
        {
            await never.Task.ConfigureAwait(false);
        }
    }
}
