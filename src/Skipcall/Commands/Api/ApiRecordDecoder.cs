using System;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using Skipcall.Engine.Decoding;

namespace Skipcall.Commands.Api;

/// <summary>Reads items of any shape, as PowerShell objects or as they are.</summary>
internal sealed class ApiRecordDecoder : PageDecoder<ApiRecord>
{
    private readonly bool _raw;

    public ApiRecordDecoder(bool raw) => _raw = raw;

    protected override bool TakesAnything => true;

    /// <summary>Reads a value of any shape. The cursor stands on its first token, and is left on its last.</summary>
    public static object? ReadValue(ref JsonCursor cursor)
    {
        switch (cursor.Token)
        {
            case JsonTokenType.StartArray:
                var items = new List<object?>();
                while (cursor.NextElement())
                {
                    items.Add(ReadValue(ref cursor));
                }

                return items.ToArray();

            case JsonTokenType.StartObject:
                var properties = new ApiProperties();
                while (cursor.NextProperty())
                {
                    var name = cursor.PropertyName();
                    cursor.Next();
                    properties.Set(new PSNoteProperty(name, ReadValue(ref cursor)));
                }

                return properties.ToPSObject();

            default:
                return cursor.Scalar();
        }
    }

    protected override ApiRecord ReadRecord(ref JsonCursor cursor)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            return new ApiRecord(null, null, ReadValue(ref cursor));
        }

        var mark = cursor.Mark();
        var properties = new ApiProperties();
        object? id = null;
        object? createdAt = null;
        while (cursor.NextProperty())
        {
            var name = cursor.PropertyName();
            cursor.Next();
            if (cursor.Token is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                var start = cursor.Mark();
                cursor.Skip();
                properties.Set(new LazyProperty(name, cursor.BytesFrom(start), Pool));
                continue;
            }

            var value = cursor.Scalar();
            id = name == "id" ? value : id;
            createdAt = name == "createdAt" ? value : createdAt;
            properties.Set(new PSNoteProperty(name, value));
        }

        return new ApiRecord(
            id is null ? null : Convert.ToString(id, CultureInfo.InvariantCulture),
            createdAt as DateTimeOffset?,
            _raw ? cursor.RawFrom(mark) : properties.ToPSObject());
    }
}
