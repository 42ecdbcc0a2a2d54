using System;
using System.Globalization;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>How many random scans a test makes: its own number, or what <c>CsCheck_Iter</c> says, for a long night.</summary>
internal static class Iterations
{
    public static long OrElse(long own) =>
        long.TryParse(Environment.GetEnvironmentVariable("CsCheck_Iter"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : own;
}
