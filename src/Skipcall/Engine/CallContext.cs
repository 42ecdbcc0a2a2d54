namespace Skipcall.Engine;

/// <summary>On whose behalf requests are sent: who is told, and where the cost is counted.</summary>
internal sealed record CallContext(INotices Notices, RequestTally Tally);
