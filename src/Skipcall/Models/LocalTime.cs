namespace Skipcall;

internal static class LocalTime
{
    /// <summary>Returns the same time in the local time zone; unchanged if it is out of range there.</summary>
    public static DateTimeOffset? Of(DateTimeOffset? time) =>
        time?.ToLocalTime() is { } local && local == time ? local : time;
}
