using System.Collections.Generic;

namespace Skipcall;

/// <summary>
/// A list of the API's objects that reads as its content: in a CSV column or a string it is <c>hot-lead; vip</c>,
/// not a type name.
/// </summary>
/// <typeparam name="T">What the list holds.</typeparam>
public sealed class ItemList<T> : List<T>
{
    // Not public: PowerShell would take a single hashtable for the list's own properties instead of its one item.
    internal ItemList()
    {
    }

    /// <summary>Makes a list of the items given; this is what lets PowerShell cast an array to it.</summary>
    /// <param name="items">The items, in order.</param>
    public ItemList(IEnumerable<T> items)
        : base(items)
    {
    }

    /// <summary>The items' own texts, joined by <c>; </c>.</summary>
    /// <returns>One line of text; empty when the list is.</returns>
    public override string ToString() => string.Join("; ", this);
}
