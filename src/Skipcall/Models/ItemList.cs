namespace Skipcall;

/// <summary>
/// A list that converts to its content: in a CSV column or a string it is <c>hot-lead; vip</c>, not a type name.
/// </summary>
/// <typeparam name="T">Type of the items.</typeparam>
public sealed class ItemList<T> : List<T>
{
    internal const string Separator = "; ";

    // Not public: PowerShell would take a single hashtable for the list's own properties instead of its one item.
    internal ItemList()
    {
    }

    /// <summary>Creates a list of these items; PowerShell uses this to cast an array.</summary>
    /// <param name="items">The items, in order.</param>
    public ItemList(IEnumerable<T> items)
        : base(items)
    {
    }

    /// <summary>The text of each item, separated by <c>; </c>.</summary>
    /// <returns>One line of text; empty when the list is.</returns>
    public override string ToString() => string.Join(Separator, this);
}
