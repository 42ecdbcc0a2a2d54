namespace Skipcall;

/// <summary>A list that converts to its items in strings and CSV, such as <c>hot-lead; vip</c>, instead of a type name.</summary>
/// <typeparam name="T">Type of the items.</typeparam>
public sealed class ItemList<T> : List<T>
{
    internal const string Separator = "; ";

    // Not public, because PowerShell would take a hashtable as the list's own properties instead of one item.
    internal ItemList()
    {
    }

    /// <summary>Creates a list of these items. Lets PowerShell cast an array to a list.</summary>
    /// <param name="items">The items, in order.</param>
    public ItemList(IEnumerable<T> items)
        : base(items)
    {
    }

    /// <summary>The text of each item, separated by <c>; </c>; empty if there are no items.</summary>
    public override string ToString() => string.Join(Separator, this);
}
