namespace Skipcall;

/// <summary>Converts times to the machine's local offset.</summary>
internal static class LocalTime
{
    /// <summary>Returns the same instant at the local offset; as it is if it would not fit a date there.</summary>
    public static DateTimeOffset? Of(DateTimeOffset? time) =>
        time?.ToLocalTime() is { } local && local == time ? local : time;
}
