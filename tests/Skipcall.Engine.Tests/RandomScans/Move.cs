namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>One change of the list.</summary>
/// <param name="Before">The request, from 1, that finds the list changed.</param>
/// <param name="Kind">What happens.</param>
/// <param name="Place">Where: 0 is the front, 1 the end.</param>
/// <param name="Age">For an inserted row.</param>
internal sealed record Move(int Before, MoveKind Kind, double Place, Age Age = Age.Fresh);
