using System.ComponentModel;

namespace Skipcall;

/// <summary>Base class of the objects that the Skipcall API returns.</summary>
[TypeConverter(typeof(Commands.Conversion.SkipcallObjectConverter))]
public abstract class SkipcallObject
{
    private AdditionalProperties? _additional;

    /// <summary>Undocumented fields, and the raw JSON of documented fields whose value could not be read. Never null.</summary>
    public AdditionalProperties AdditionalProperties
    {
        get => _additional ??= new AdditionalProperties();
        set => _additional = value;
    }

    /// <summary>Checks without creating the dictionary.</summary>
    internal bool HasAdditionalProperties => _additional is { Count: > 0 };

    /// <summary>Creates a shallow copy.</summary>
    internal SkipcallObject Copy() => (SkipcallObject)MemberwiseClone();
}
