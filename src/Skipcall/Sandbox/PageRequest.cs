namespace Skipcall.Sandboxing;

/// <summary>The page of a list that a request asks for. Every list is paged the same way.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Limit">The page size, 1 to 100.</param>
internal readonly record struct PageRequest(int Number, int Limit)
{
    private const int DefaultLimit = 50;
    private const int LargestLimit = 100;

    /// <summary>How many items precede it; possibly far more than there are.</summary>
    public long Skip => ((long)Number - 1) * Limit;

    /// <exception cref="SandboxRefusal">The page or the limit is out of range.</exception>
    public static PageRequest From(SandboxRequest request) => new(
        WholeNumber(request, "page", 1, int.MaxValue) ?? throw SandboxRefusal.Invalid("page must be a whole number, 1 or more"),
        WholeNumber(request, "limit", DefaultLimit, LargestLimit) ?? throw SandboxRefusal.Invalid("limit must be a whole number, 1 to 100"));

    private static int? WholeNumber(SandboxRequest request, string name, int valueWhenAbsent, int largest)
    {
        var number = request.Parameter(name) is null ? valueWhenAbsent : request.WholeNumber(name);
        return number >= 1 && number <= largest ? number : null;
    }
}
