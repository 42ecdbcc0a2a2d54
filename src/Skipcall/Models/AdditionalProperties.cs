using System;
using System.Collections.Generic;

namespace Skipcall;

/// <summary>
/// What the service sent beside the documented fields, or in a documented field in a shape that could not be read:
/// the field's name and its raw JSON text, so that nothing that was sent is lost.
/// </summary>
public sealed class AdditionalProperties : Dictionary<string, string>
{
    /// <summary>Makes an empty set. Names are compared as the service spells them.</summary>
    public AdditionalProperties()
        : base(StringComparer.Ordinal)
    {
    }

    /// <summary>The fields as <c>name=json</c>, joined by <c>; </c>; empty text when there are none.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString()
    {
        if (Count == 0)
        {
            return "";
        }

        var parts = new List<string>(Count);
        foreach (var pair in this)
        {
            parts.Add(pair.Key + "=" + pair.Value);
        }

        return string.Join("; ", parts);
    }
}
