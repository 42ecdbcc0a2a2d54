namespace Skipcall.Commands;

/// <summary>The address of the online help.</summary>
internal static class HelpUris
{
    public const string Root = "https://github.com/skipcall-powershell/skipcall/blob/main/docs/";
}
