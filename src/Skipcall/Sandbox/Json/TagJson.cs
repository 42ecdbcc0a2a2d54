using System;
using System.Text.Json;

namespace Skipcall.Sandboxing;

/// <summary>Writes a tag as <c>POST /v1/tags</c> answers with it.</summary>
internal static class TagJson
{
    private static readonly JsonEncodedText s_createdAt = JsonEncodedText.Encode("createdAt");
    private static readonly JsonEncodedText s_updatedAt = JsonEncodedText.Encode("updatedAt");

    public static ArraySegment<byte> Write(Tag tag, DateTimeOffset createdAt) => SandboxJson.Write(writer =>
    {
        var fields = new JsonFields(writer, tag, mayHoldRaw: false);
        fields.Begin();
        writer.WriteString("id", tag.Id);
        writer.WriteString("label", tag.Label);
        writer.WriteBoolean("isSuccessTag", tag.IsSuccessTag);
        fields.Time(s_createdAt, createdAt);
        fields.Time(s_updatedAt, createdAt);
        fields.End(Array.Empty<JsonEncodedText>());
    });
}
