namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>A fault, and the requests it strikes.</summary>
/// <param name="From">The first request, from 1, that it may strike.</param>
/// <param name="Page">Only requests for this page; 0 for any.</param>
/// <param name="Times">How many of them.</param>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Status">The status, where there is one.</param>
/// <param name="RetryAfter">How the service says when to come again.</param>
/// <param name="Seconds">When that is.</param>
internal sealed record Fault(int From, int Page, int Times, FaultKind Kind, int Status, RetryAfterStyle RetryAfter, int Seconds);
