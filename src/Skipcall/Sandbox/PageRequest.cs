namespace Skipcall.Sandboxing;

/// <summary>The requested page of a list, counted from 1, and its size, 1 to 100.</summary>
internal readonly record struct PageRequest(int Number, int Limit)
{
    private const int DefaultLimit = 50;
    private const int LargestLimit = 100;

    /// <summary>The number of preceding items, possibly more than there are.</summary>
    public long Skip => ((long)Number - 1) * Limit;

    /// <exception cref="SandboxError">The page or the limit is out of range.</exception>
    public static PageRequest From(SandboxRequest request) => new(
        WholeNumber(request, "page", 1, int.MaxValue) ?? throw SandboxError.Invalid("page must be a whole number, 1 or more"),
        WholeNumber(request, "limit", DefaultLimit, LargestLimit) ?? throw SandboxError.Invalid("limit must be a whole number, 1 to 100"));

    private static int? WholeNumber(SandboxRequest request, string name, int valueWhenAbsent, int largest)
    {
        var number = request.Parameter(name) is null ? valueWhenAbsent : request.WholeNumber(name);
        return number >= 1 && number <= largest ? number : null;
    }
}
