namespace Skipcall.Engine.Decoding;

/// <summary>A record that has no id and can't be written.</summary>
/// <param name="Index">Its position on the page, from 0.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Json">The start of its JSON.</param>
internal sealed record UnreadableRecord(int Index, string Reason, string Json);
