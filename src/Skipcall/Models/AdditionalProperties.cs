namespace Skipcall;

/// <summary>Undocumented fields, and documented fields whose value could not be read: the name and raw JSON of each.</summary>
public sealed class AdditionalProperties : Dictionary<string, string>
{
    /// <summary>Creates an empty table. Names are case-sensitive, as in JSON.</summary>
    public AdditionalProperties()
        : base(StringComparer.Ordinal)
    {
    }

    /// <summary>The fields as <c>name=json</c>, separated by <c>; </c>, without control characters; empty if there are none.</summary>
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

        return DisplayText.Clean(string.Join("; ", parts));
    }
}
