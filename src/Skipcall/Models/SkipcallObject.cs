using System.ComponentModel;

namespace Skipcall;

/// <summary>Base class of the objects that the Skipcall API returns.</summary>
[TypeConverter(typeof(Commands.Conversion.SkipcallObjectConverter))]
public abstract class SkipcallObject
{
    private AdditionalProperties? _additional;

    /// <summary>
    /// Fields that the service sent and the specification does not have, and the raw JSON of documented fields whose
    /// value could not be read. Never null.
    /// </summary>
    public AdditionalProperties AdditionalProperties
    {
        get => _additional ??= new AdditionalProperties();
        set => _additional = value;
    }

    /// <summary>Asks without creating the dictionary.</summary>
    internal bool HasAdditionalProperties => _additional is { Count: > 0 };

    /// <summary>Copies the object, but not the objects and lists it refers to.</summary>
    internal SkipcallObject Copy() => (SkipcallObject)MemberwiseClone();
}
