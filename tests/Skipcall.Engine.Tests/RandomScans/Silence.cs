using System.Threading;
using System.Threading.Tasks;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>What a service that hangs answers.</summary>
internal static class Silence
{
    /// <summary>Ends only by cancellation, and then at once on the thread that cancels.</summary>
    public static async Task Until(CancellationToken cancellationToken)
    {
        var never = new TaskCompletionSource();
        await using (cancellationToken.Register(() => never.TrySetCanceled(cancellationToken)))
        {
            await never.Task.ConfigureAwait(false);
        }
    }
}
