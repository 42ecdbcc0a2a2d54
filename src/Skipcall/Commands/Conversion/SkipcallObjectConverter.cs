using System.Management.Automation;

namespace Skipcall.Commands.Conversion;

/// <summary>Lets PowerShell convert hashtables, CSV rows, parsed JSON and deserialized objects to the module's types.</summary>
internal sealed class SkipcallObjectConverter : PSTypeConverter
{
    public override bool CanConvertFrom(object sourceValue, Type destinationType) =>
        Fields.Has(sourceValue) || (destinationType == typeof(Call) && sourceValue is string);

    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase)
    {
        try
        {
            return ObjectReader.Read(sourceValue, destinationType);
        }
        catch (ArgumentException e)
        {
            throw new PSInvalidCastException(e.Message, e);
        }
    }

    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new NotSupportedException();
}
