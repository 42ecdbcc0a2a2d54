namespace Skipcall.Commands;

internal static class HelpUris
{
    public const string Root = "https://github.com/skipcall-powershell/skipcall/blob/main/docs/";
}
