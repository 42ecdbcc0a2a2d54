using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using Skipcall.Engine.Http;

namespace Skipcall.Commands;

/// <summary>Gets the API key from the environment or a prompt if -ApiKey was not given.</summary>
internal static class ApiKeyInput
{
    public const string Variable = "SKIPCALL_API_KEY";

    /// <exception cref="SkipcallException"><c>NotConnected</c>: there is no key, and the host can't prompt.</exception>
    public static SecureString Find(PSHost host)
    {
        if (Environment.GetEnvironmentVariable(Variable)?.Trim() is { Length: > 0 } text)
        {
            return ApiKeyText.Protect(text);
        }

        return (CanAsk(host) ? Ask(host) : null) is { Length: > 0 } answer
            ? answer
            : throw new SkipcallException(SkipcallErrorId.NotConnected, $"There is no API key. Use -ApiKey, or set $env:{Variable}.")
            {
                RecommendedAction = "Create a key in the Skipcall dashboard, under Settings > API Keys. To try the module without a key: New-SkipcallSandbox | Connect-Skipcall.",
            };
    }

    private static bool CanAsk(PSHost host)
    {
        if (host.UI?.RawUI is null || Array.Exists(Environment.GetCommandLineArgs(), IsNonInteractive))
        {
            return false;
        }

        // Only these hosts prompt on standard input; an editor's host can prompt although it is redirected.
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
        catch (Exception e) when (e is HostException or not RuntimeException)
        {
            return null;
        }
    }
}

/// <summary>Also accepts a key as plain text, as vaults and environment variables return it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ApiKeyTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is SecureString)
        {
            return value;
        }

        if (value is string text)
        {
            return ApiKeyText.Protect(text);
        }

        // PowerShell's own message would contain the value. The cmdlet does not run, so the old connection is cleared here.
        CurrentConnection.Current = null;
        throw new ArgumentTransformationMetadataException(value is null
            ? "The API key is null. Check that the variable or the command that it comes from has a value."
            : $"The API key must be a string or a SecureString, not {value.GetType().Name}.");
    }
}

/// <summary>Accepts text that is not a URI, because PowerShell's own message would contain a password in it. The cmdlet rejects it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UriTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is not string text ? inputData
        : Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var uri) ? uri
        : new Uri(Uri.EscapeDataString(text.Substring(text.LastIndexOf('@') + 1)), UriKind.Relative);
}
