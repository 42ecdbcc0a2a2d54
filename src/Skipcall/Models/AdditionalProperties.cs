namespace Skipcall;

/// <summary>
/// Fields that the service sent beside the documented ones, and documented fields whose value could not be read: name and raw
/// JSON text.
/// </summary>
public sealed class AdditionalProperties : Dictionary<string, string>
{
    /// <summary>Creates an empty table. Names are case-sensitive, as in JSON.</summary>
    public AdditionalProperties()
        : base(StringComparer.Ordinal)
    {
    }

    /// <summary>The fields as <c>name=json</c>, separated by <c>; </c>, safe to show; empty when there are none.</summary>
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

        return DisplayText.Clean(string.Join("; ", parts));
    }
}
