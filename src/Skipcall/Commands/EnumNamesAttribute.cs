using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace Skipcall.Commands;

/// <summary>
/// Splits 'A,B', which pwsh -File passes for a list, and accepts only names. PowerShell would combine A and B to a third value and
/// convert null to the first.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class EnumNamesAttribute : ArgumentTransformationAttribute
{
    private readonly Type _type;

    public EnumNamesAttribute(Type type) => _type = type;

    public bool IsList { get; init; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = Unwrap(inputData);
        var items = IsList && value is not string && value is IEnumerable list ? list.Cast<object?>().Select(Unwrap) : new[] { value };
        return IsList ? items.SelectMany(Split).ToArray() : Checked(value);
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private IEnumerable<object?> Split(object? value) => value is string text
        ? text.Split(',').Select(name => Checked(name.Trim()))
        : new[] { Checked(value) };

    private object? Checked(object? value)
    {
        // PowerShell rejects unknown names itself, but accepts numbers and, for a single value, commas.
        var isName = value is string text ? !text.Contains(",") && !double.TryParse(text, NumberStyles.Any, CultureInfo.InvariantCulture, out _) : value is Enum;
        return isName
            ? value
            : throw new ArgumentTransformationMetadataException($"'{LanguagePrimitives.ConvertTo<string>(value)}' is not one of {string.Join(", ", Enum.GetNames(_type))}.");
    }
}
