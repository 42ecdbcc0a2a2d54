using System.Net.Http.Headers;

namespace Skipcall.Engine.Http;

/// <summary>The module's own version, as it was built from the manifest.</summary>
internal static class ModuleVersion
{
    public static string Text { get; } = typeof(ModuleVersion).Assembly.GetName().Version.ToString(3);

    public static ProductInfoHeaderValue UserAgent { get; } = new("Skipcall-PowerShell", Text);
}
