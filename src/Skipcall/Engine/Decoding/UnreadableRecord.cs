namespace Skipcall.Engine.Decoding;

/// <summary>A record that can not be identified, and so can not be handed on.</summary>
/// <param name="Index">Where it stands on its page, from 0.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Json">How it begins.</param>
internal sealed record UnreadableRecord(int Index, string Reason, string Json);
