using System.Collections;
using System.Management.Automation;

namespace Skipcall.Commands.Conversion;

/// <summary>The properties of a hashtable or property bag, by name, ignoring case.</summary>
internal sealed class Fields
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.OrdinalIgnoreCase);

    // Text in a hashtable is a single item; in a CSV file it is the text of a whole ItemList.
    private readonly string? _separator;

    private Fields(string? separator) => _separator = separator;

    public bool EmptyIsNull { get; set; }

    public object? this[string name] => _values.TryGetValue(name, out var value) ? value : null;

    public static bool Has(object? value) => Unwrap(value) is IDictionary or PSObject;

    /// <summary>Unwraps a <see cref="PSObject"/>, except a property bag.</summary>
    public static object? Unwrap(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    /// <summary>Returns the fields of a value that represents an object of this type.</summary>
    /// <exception cref="ArgumentException">
    /// The value is not a hashtable or property bag, a key is not a property of the type, or a property bag has none of them.
    /// </exception>
    public static Fields Of<T>(object? value)
        where T : class
    {
        Fields fields;
        switch (Unwrap(value))
        {
            case IDictionary table:
                fields = new Fields(null);
                foreach (DictionaryEntry pair in table)
                {
                    fields._values[pair.Key.ToString()!] = Unwrap(pair.Value);
                }

                if (fields._values.Keys.FirstOrDefault(name => !IsPropertyOf<T>(name)) is { } unknown)
                {
                    throw new ArgumentException($"{typeof(T).Name} has no property '{unknown}'. Its properties are {PropertiesOf<T>()}.");
                }

                return fields;

            case PSObject bag:
                fields = new Fields(ItemList<T>.Separator);
                foreach (var property in bag.Properties)
                {
                    fields._values[property.Name] = Unwrap(property.Value);
                }

                return fields._values.Keys.Any(IsPropertyOf<T>)
                    ? fields
                    : throw new ArgumentException($"The object has no property of {typeof(T).Name}. Its properties are {PropertiesOf<T>()}.");

            case var other:
                throw new ArgumentException($"'{other}' can't be converted to {typeof(T).Name}. Expected an object or a hashtable with the properties {PropertiesOf<T>()}.");
        }
    }

    public string? Text(string name) => FieldValue.Text(name, this[name]) is { } text && (text.Length > 0 || !EmptyIsNull) ? text : null;

    public DateTimeOffset? Time(string name) => FieldValue.Time(name, this[name]);

    public double? Number(string name) => FieldValue.Number(name, this[name]);

    public bool Flag(string name) => FieldValue.Flag(name, this[name]);

    /// <summary>Reads a list of texts or objects, or a list as text in a CSV file.</summary>
    public ItemList<T> List<T>(string name, Func<object, T> read) => this[name] switch
    {
        null => new ItemList<T>(),
        "" => new ItemList<T>(),
        string text when _separator is not null => new ItemList<T>(text.Split(new[] { _separator }, StringSplitOptions.RemoveEmptyEntries).Select(read)),
        string text => new ItemList<T> { read(text) },
        IDictionary table => new ItemList<T> { read(table) },
        IEnumerable items => new ItemList<T>(items.Cast<object?>().Select(Unwrap).Where(item => item is not null).Select(item => read(item!))),
        var item => new ItemList<T> { read(item) },
    };

    public AdditionalProperties AdditionalProperties()
    {
        var result = new AdditionalProperties();
        switch (this[nameof(SkipcallObject.AdditionalProperties)])
        {
            case IDictionary table:
                foreach (DictionaryEntry pair in table)
                {
                    result[pair.Key.ToString()!] = FieldValue.Text(pair.Key.ToString()!, Unwrap(pair.Value)) ?? "null";
                }

                break;

            case PSObject bag:
                foreach (var property in bag.Properties)
                {
                    result[property.Name] = FieldValue.Text(property.Name, Unwrap(property.Value)) ?? "null";
                }

                break;
        }

        return result;
    }

    private static bool IsPropertyOf<T>(string name) => Names<T>.All.Contains(name);

    private static string PropertiesOf<T>() => string.Join(", ", Names<T>.All);

    private static class Names<T>
    {
        public static HashSet<string> All { get; } = new(typeof(T).GetProperties().Select(property => property.Name), StringComparer.OrdinalIgnoreCase);
    }
}
