namespace Skipcall.Engine.Decoding;

/// <summary>A record without an id, which can't be written: its position on the page from 0, the reason, and the start of its JSON.</summary>
internal sealed record UnreadableRecord(int Index, string Reason, string Json);
