using System;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Skipcall.Sandboxing;

/// <summary>
/// <c>POST /v1/tags</c> and <c>DELETE /v1/tags/{id}</c>. The status codes of success, 201 and 204, are not documented:
/// they are the usual ones.
/// </summary>
internal static class TagsEndpoint
{
    public static SandboxRoute Create(TagBook tags) => new("POST", "v1/tags", request => Create(request, tags));

    public static SandboxRoute Delete(TagBook tags) => new("DELETE", "v1/tags/{id}", request => Delete(request.Segments[2], tags));

    private static SandboxReply Create(IncomingRequest request, TagBook tags)
    {
        if (!TryRead(request, out var label, out var isSuccessTag, out var refusal))
        {
            return refusal;
        }

        return tags.Add(label, isSuccessTag) is { } tag
            ? new SandboxReply(201, TagJson.Write(tag, request.Time))
            : ErrorReply.NotInSandbox($"There is a tag '{label}', and what the service answers to a second one is not known");
    }

    private static SandboxReply Delete(string id, TagBook tags) => tags.Remove(id) switch
    {
        TagRemoval.Removed => new SandboxReply(204),
        TagRemoval.LastSuccessTag => ErrorReply.Invalid(
            "The last success tag of a workspace can't be deleted (that it is refused is documented; the status 400 is the sandbox's own choice)"),
        _ => ErrorReply.NotFound("Tag not found"),
    };

    private static bool TryRead(
        IncomingRequest request,
        [NotNullWhen(true)] out string? label,
        out bool isSuccessTag,
        [NotNullWhen(false)] out SandboxReply? refusal)
    {
        label = null;
        isSuccessTag = false;
        try
        {
            using var document = JsonDocument.Parse(request is { IsJson: true, Body: { } body } ? body : "");
            refusal = document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement, ref label, ref isSuccessTag)
                : NoObject();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second one comes of an escape that stands for half a character.
            refusal = NoObject();
        }

        return refusal is null;
    }

    private static SandboxReply? Read(JsonElement body, ref string? label, ref bool isSuccessTag)
    {
        foreach (var field in body.EnumerateObject())
        {
            switch (field.Name)
            {
                case "label" when field.Value.ValueKind == JsonValueKind.String:
                    label = field.Value.GetString();
                    break;
                case "label":
                    return ErrorReply.Invalid("label must be a string");
                case "isSuccessTag" when field.Value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                    isSuccessTag = field.Value.GetBoolean();
                    break;
                case "isSuccessTag":
                    return ErrorReply.Invalid("isSuccessTag must be true or false");
                default:
                    return ErrorReply.NotInSandbox($"The sandbox does not know the field '{field.Name}' of POST /v1/tags");
            }
        }

        return string.IsNullOrEmpty(label) ? ErrorReply.Invalid("label is required") : null;
    }

    private static SandboxReply NoObject() =>
        ErrorReply.Invalid("The body must be a JSON object, sent as " + SandboxReply.Json);
}
