using System;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using Skipcall.Engine.Http;

namespace Skipcall.Commands;

/// <summary>Where a key comes from when none was given: the environment, else the person, if there is one.</summary>
internal static class ApiKeySource
{
    public const string Variable = "SKIPCALL_API_KEY";

    /// <exception cref="SkipcallException"><c>NotConnected</c>: there is no key, and nobody to ask.</exception>
    public static SecureString Find(PSHost host)
    {
        if (Environment.GetEnvironmentVariable(Variable)?.Trim() is { Length: > 0 } text)
        {
            return ApiKeyText.Protect(text);
        }

        return (CanAsk(host) ? Ask(host) : null) is { Length: > 0 } answer
            ? answer
            : throw new SkipcallException(SkipcallErrorId.NotConnected, $"There is no API key: give one with -ApiKey, or set the environment variable {Variable}.");
    }

    private static bool CanAsk(PSHost host)
    {
        if (host.UI?.RawUI is null || Array.Exists(Environment.GetCommandLineArgs(), IsNonInteractive))
        {
            return false;
        }

        // An editor's host talks to its editor over standard input and can still ask; these two would read it.
        return host.Name is not ("ConsoleHost" or "ServerRemoteHost") || !Console.IsInputRedirected;
    }

    private static bool IsNonInteractive(string argument) =>
        argument.Length > 4 && "-NonInteractive".StartsWith(argument.Replace('/', '-'), StringComparison.OrdinalIgnoreCase);

    private static SecureString? Ask(PSHost host)
    {
        try
        {
            host.UI.Write("Skipcall API key: ");
            return host.UI.ReadLineAsSecureString();
        }
        catch (Exception e) when (e is PSInvalidOperationException or HostException or NotImplementedException or NotSupportedException)
        {
            return null;
        }
    }
}
