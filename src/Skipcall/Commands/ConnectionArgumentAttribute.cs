using System.Collections;
using System.Management.Automation;

namespace Skipcall.Commands;

/// <summary>Explains why a connection from another process can't be used, instead of PowerShell's generic conversion error.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ConnectionArgumentAttribute : ArgumentTransformationAttribute
{
    private const string Copy = "Deserialized.Skipcall.SkipcallConnection";

    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject { BaseObject: IList inner } ? inner : inputData;
        var items = value is IList list ? list.Cast<object?>() : new[] { value };
        return items.OfType<PSObject>().Any(item => item.TypeNames.Contains(Copy))
            ? throw new ArgumentTransformationMetadataException(
                "This is a copy of a connection of another process. In a job or a remote session, connect there with Connect-Skipcall.")
            : inputData;
    }
}
