namespace Skipcall.Benchmarks.Contenders;

/// <summary>Something for a contender to do once.</summary>
/// <param name="Kind">Which of the things it can do.</param>
/// <param name="BaseUri">Where the service is.</param>
/// <param name="Contacts">How many contacts the list has.</param>
/// <param name="ThrottleLimit">Requests at the same time.</param>
/// <param name="PageSize">Contacts a request.</param>
internal sealed record Job(JobKind Kind, string BaseUri, int Contacts, int ThrottleLimit = 4, int PageSize = 100);
