using System;

namespace Skipcall.Engine.Decoding;

/// <summary>Makes the failures of a body that can't be read.</summary>
internal static class BodyException
{
    /// <summary>The body ends in mid-sentence: asking again can help.</summary>
    public static SkipcallException CutShort(int length) =>
        new(SkipcallErrorId.InvalidResponse, $"The answer was cut short after {length} bytes.") { IsTransient = true };

    /// <summary>The body is whole and not what the specification says.</summary>
    public static SkipcallException Odd(string what, Exception? cause = null) =>
        new(SkipcallErrorId.InvalidResponse, $"The answer is not what the service's specification says: {what}", cause);
}
