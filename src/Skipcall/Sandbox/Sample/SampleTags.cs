namespace Skipcall.Sandboxing;

internal static class SampleTags
{
    private static readonly string[] s_none = Array.Empty<string>();

    private static readonly Dictionary<string, bool> s_isSuccess = new(StringComparer.Ordinal)
    {
        ["hot-lead"] = true,
        ["meeting-booked"] = true,
        ["follow-up"] = false,
        ["not-interested"] = false,
        ["vip"] = false,
        ["wrong-number"] = false,
        ["callback"] = false,
    };

    private static readonly Dictionary<string, string> s_ids = s_isSuccess.Keys.ToDictionary(label => label, IdOf, StringComparer.Ordinal);

    private static readonly string[][] s_connected =
    {
        new[] { "hot-lead" }, new[] { "meeting-booked" }, new[] { "hot-lead", "meeting-booked" }, new[] { "not-interested" },
        new[] { "callback" }, new[] { "hot-lead", "vip" }, s_none,
    };

    private static readonly string[][] s_responder = { new[] { "follow-up" }, s_none, new[] { "callback" } };
    private static readonly string[][] s_error = { new[] { "wrong-number" }, s_none };
    private static readonly string[][] s_cancelled = { new[] { "not-interested" }, s_none };
    private static readonly string[][] s_other = { s_none, s_none, new[] { "vip" } };

    public static IEnumerable<Tag> All => s_isSuccess.Keys.Select(Create);

    public static string[] Of(ulong seed, int index, string? status)
    {
        var fitting = status switch
        {
            "CONNECTED" => s_connected,
            "RESPONDER" => s_responder,
            "ERROR" => s_error,
            "CANCELLED" => s_cancelled,
            _ => s_other,
        };
        return fitting[DeterministicId.Mix(seed, index, SampleSalt.Tags) % (ulong)fitting.Length];
    }

    public static Tag Create(string label) => new(label) { Id = s_ids[label], IsSuccessTag = s_isSuccess[label] };

    /// <summary>The id of a tag, which depends only on the label.</summary>
    public static string IdOf(string label) => DeterministicId.Create(DeterministicId.Seed("tag " + label), 0, 0);
}
