namespace System;

/// <summary>What the compiler turns <c>list[^1]</c> into.</summary>
internal readonly struct Index(int value, bool fromEnd = false)
{
    public int GetOffset(int length) => fromEnd ? length - value : value;
}
