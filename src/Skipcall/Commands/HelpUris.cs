namespace Skipcall.Commands;

/// <summary>Where a cmdlet's help is online.</summary>
internal static class HelpUris
{
    public const string Root = "https://github.com/skipcall-powershell/skipcall/blob/main/docs/";
}
