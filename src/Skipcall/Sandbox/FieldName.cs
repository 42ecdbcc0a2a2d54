using System.Text.Json;

namespace Skipcall.Sandboxing;

/// <summary>The name of a JSON field, encoded. Names that each contact repeats are encoded once and kept.</summary>
internal readonly struct FieldName
{
    private FieldName(string name) => Encoded = JsonEncodedText.Encode(name);

    public JsonEncodedText Encoded { get; }

    public static implicit operator FieldName(string name) => new(name);

    public override string ToString() => Encoded.ToString();
}
