using System;
using System.Collections.Generic;
using System.Text.Json;

namespace Skipcall.Sandboxing;

/// <summary>Writes a page of any list in its envelope (spec: <c>PaginatedSequenceContactsDto</c>).</summary>
internal static class PageJson
{
    // A little more than a sample row takes, so that the buffer need not grow; and a hundred of them stay below the
    // 85,000 bytes from which on .NET cleans up only together with everything else.
    private const int BytesPerItem = 800;
    private const int FlushAt = 16 * 1024;

    public static ArraySegment<byte> Write<T>(IReadOnlyList<T> items, int total, PageRequest page, Action<Utf8JsonWriter, T> writeItem) =>
        SandboxJson.Write(
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartArray("data");
                foreach (var item in items)
                {
                    writeItem(writer, item);
                    if (writer.BytesPending > FlushAt)
                    {
                        writer.Flush();
                    }
                }

                writer.WriteEndArray();
                writer.WriteNumber("total", total);
                writer.WriteNumber("page", page.Number);
                writer.WriteNumber("limit", page.Limit);
                writer.WriteNumber("totalPages", (total + (long)page.Limit - 1) / page.Limit);
                writer.WriteEndObject();
            },
            (items.Count + 1) * BytesPerItem);
}
