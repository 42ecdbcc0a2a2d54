using System;
using System.IO;
using System.Text.Json;

namespace Skipcall.Sandboxing;

/// <summary>Writes a page in its envelope (spec: <c>PaginatedSequenceContactsDto</c>).</summary>
internal static class PageJson
{
    // A little more than a sample row takes, so that the buffer need not grow; and a hundred of them stay below the
    // 85,000 bytes from which on .NET cleans up only together with everything else.
    private const int BytesPerRow = 800;
    private const int FlushAt = 16 * 1024;

    public static ArraySegment<byte> Write(SequencePage rows, bool mayHoldAdditionalProperties, int page, int limit)
    {
        using var buffer = new MemoryStream((rows.Rows.Count + 1) * BytesPerRow);
        using (var writer = new Utf8JsonWriter(buffer, SandboxJson.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("data");
            foreach (var row in rows.Rows)
            {
                ContactJson.Write(writer, row, mayHoldAdditionalProperties);
                if (writer.BytesPending > FlushAt)
                {
                    writer.Flush();
                }
            }

            writer.WriteEndArray();
            writer.WriteNumber("total", rows.Total);
            writer.WriteNumber("page", page);
            writer.WriteNumber("limit", limit);
            writer.WriteNumber("totalPages", (rows.Total + (long)limit - 1) / limit);
            writer.WriteEndObject();
        }

        return new ArraySegment<byte>(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
