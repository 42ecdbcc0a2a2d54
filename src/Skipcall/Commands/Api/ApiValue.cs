using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Management.Automation.Language;
using System.Numerics;
using System.Security;

namespace Skipcall.Commands.Api;

/// <summary>Converts scalar values to their text in JSON and queries.</summary>
internal static class ApiValue
{
    /// <summary>Unwraps a PSObject, except a custom object. AutomationNull, DBNull and NullString become null.</summary>
    public static object? Unwrap(object? value)
    {
        if (ReferenceEquals(value, AutomationNull.Value))
        {
            return null;
        }

        var inner = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        return inner is DBNull or NullString ? null : inner;
    }

    /// <summary>The text of a scalar value, and whether JSON quotes it; null for null, a list or an object.</summary>
    /// <exception cref="SkipcallException"><c>InvalidRequest</c>: a number that JSON does not support.</exception>
    public static (string Text, bool IsText)? FromScalar(object? value) => value switch
    {
        null => null,
        string text => (text, true),
        bool flag => (flag ? "true" : "false", false),
        SwitchParameter flag => (flag.ToBool() ? "true" : "false", false),
        char or Guid or Uri or Version or Enum => (value.ToString(), true),
        DateTime time => (Time(time.ToUniversalTime()), true),
        DateTimeOffset time => (Time(time.UtcDateTime), true),
        TimeSpan span => (span.ToString("c", CultureInfo.InvariantCulture), true),
        float number => (Number(number, number.ToString("R", CultureInfo.InvariantCulture)), false),
        double number => (Number(number, number.ToString("R", CultureInfo.InvariantCulture)), false),
        decimal or BigInteger or sbyte or byte or short or ushort or int or uint or long or ulong =>
            (((IFormattable)value).ToString(null, CultureInfo.InvariantCulture), false),
        IFormattable other => FromNewer(other),
        _ => null,
    };

    /// <exception cref="SkipcallException"><c>InvalidRequest</c>: its properties are meaningless or secret.</exception>
    public static void RefuseUnlessObject(object value, string parameter)
    {
        if (value is ScriptBlock or Delegate or Type or SecureString or PSCredential or IntPtr or UIntPtr)
        {
            throw Unsupported(value, parameter);
        }
    }

    public static SkipcallException Unsupported(object value, string parameter) =>
        new(SkipcallErrorId.InvalidRequest, $"{parameter} contains a value of type {value.GetType().Name}, which can't be sent. Convert it to text or a number first.");

    /// <summary>Types that exist only in newer versions of .NET.</summary>
    private static (string Text, bool IsText)? FromNewer(IFormattable value)
    {
        switch (value.GetType().FullName)
        {
            case "System.Int128" or "System.UInt128":
                return (value.ToString(null, CultureInfo.InvariantCulture), false);
            case "System.Half":
                var text = value.ToString(null, CultureInfo.InvariantCulture);
                return (Number(double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN, text), false);
            case "System.DateOnly" or "System.TimeOnly":
                return (value.ToString("O", CultureInfo.InvariantCulture), true);
            default:
                return value is ValueType ? throw Unsupported(value, "The request") : null;
        }
    }

    private static string Time(DateTime time) =>
        time.ToString(time.Ticks % TimeSpan.TicksPerMillisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    private static string Number(double value, string text) =>
        double.IsNaN(value) || double.IsInfinity(value)
            ? throw new SkipcallException(SkipcallErrorId.InvalidRequest, $"The request contains the number {text}, which JSON doesn't have.")
            : text;
}
