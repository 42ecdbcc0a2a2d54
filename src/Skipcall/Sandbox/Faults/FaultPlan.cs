using System.Collections.Generic;
using System.Linq;

namespace Skipcall.Sandboxing;

/// <summary>The faults of a sandbox, and how often each of them has hit.</summary>
internal sealed class FaultPlan
{
    private readonly SandboxFault[] _faults;
    private readonly int[] _hits;

    public FaultPlan(IEnumerable<SandboxFault> faults)
    {
        // Copies: two sandboxes may be made from the same faults.
        _faults = faults.Select(fault => fault.Copy()).ToArray();
        _hits = new int[_faults.Length];
    }

    /// <summary>The first fault that fits the request, which counts as a hit; null when none does.</summary>
    public SandboxFault? Next(IncomingRequest request, int number)
    {
        lock (_hits)
        {
            for (var i = 0; i < _faults.Length; i++)
            {
                if (Fits(_faults[i], request, number) && (_faults[i].Times == 0 || _hits[i] < _faults[i].Times))
                {
                    _hits[i]++;
                    return _faults[i];
                }
            }

            return null;
        }
    }

    private static bool Fits(SandboxFault fault, IncomingRequest request, int number) =>
        (fault.Request == 0 || fault.Request == number)
        && (fault.Page is not { } page
            || (request.SequenceId is not null && page == (request.Query.WholeNumber(PageRequest.NumberParameter) ?? PageRequest.FirstNumber)));
}
