using System;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Skipcall.Sandboxing;

/// <summary>How the sandbox writes JSON.</summary>
internal static class SandboxJson
{
    /// <summary>
    /// Names in UTF-8 as a service sends them, not as \u escapes. Nothing checks the order of the calls: it is the same
    /// for every row, and a test wants to be able to plant what is not allowed.
    /// </summary>
    public static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>What a writer is told to write, in a buffer that starts at a capacity.</summary>
    public static ArraySegment<byte> Write(Action<Utf8JsonWriter> write, int capacity = 0)
    {
        using var buffer = new MemoryStream(capacity);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            write(writer);
        }

        return new ArraySegment<byte>(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
