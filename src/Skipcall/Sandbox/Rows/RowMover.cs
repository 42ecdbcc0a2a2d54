using System.Threading;
using Skipcall.Engine;

namespace Skipcall.Sandboxing;

/// <summary>
/// Makes rows slip from page to page while somebody reads them: the first row goes, a new one comes at the end.
/// </summary>
internal sealed class RowMover
{
    private readonly int _every;
    private readonly IClock _clock;
    private int _asked;

    public RowMover(int every, IClock clock)
    {
        _every = every;
        _clock = clock;
    }

    /// <summary>Counts a contacts request, and moves the rows of its sequence when it is the n-th.</summary>
    public void Asked(SandboxSequence sequence)
    {
        if (_every > 0 && Interlocked.Increment(ref _asked) % _every == 0 && sequence is ListSequence list)
        {
            list.MoveOn(_clock.UtcNow);
        }
    }
}
