namespace Skipcall.Package.Tests;

internal static class Findings
{
    /// <summary>Lists every complaint in full; xunit's own message would truncate them.</summary>
    public static void None(IEnumerable<string> complaints)
    {
        var found = complaints.ToList();
        Assert.True(found is [], string.Join('\n', found));
    }
}
