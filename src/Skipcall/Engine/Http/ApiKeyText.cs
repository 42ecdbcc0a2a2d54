using System.Linq;
using System.Runtime.InteropServices;
using System.Security;

namespace Skipcall.Engine.Http;

/// <summary>Converts, validates and masks API keys.</summary>
internal static class ApiKeyText
{
    private const int ShowsLastFourFrom = 16;

    /// <summary>Reads a key, without surrounding white space.</summary>
    /// <exception cref="SkipcallException"><c>InvalidRequest</c>: it contains invalid characters.</exception>
    public static string Reveal(SecureString key)
    {
        var memory = Marshal.SecureStringToGlobalAllocUnicode(key);
        try
        {
            return Checked(Marshal.PtrToStringUni(memory)!.Trim());
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(memory);
        }
    }

    public static SecureString Protect(string text)
    {
        var key = new SecureString();
        foreach (var letter in text)
        {
            key.AppendChar(letter);
        }

        key.MakeReadOnly();
        return key;
    }

    /// <summary>For example <c>sk_live_…abcd</c>: the kind, and the last four characters of a secret that is long enough.</summary>
    public static string Mask(string key)
    {
        var parts = key.Split('_');
        var kind = parts.Length >= 3 && parts[0] == "sk" && parts[1] is "live" or "test" ? parts[0] + "_" + parts[1] + "_" : "";
        var secret = key.Substring(kind.Length);
        return kind + "…" + (secret.Length >= ShowsLastFourFrom ? secret.Substring(secret.Length - 4) : "");
    }

    private static string Checked(string key) =>
        key.Length > 0 && key.All(static letter => letter is > ' ' and < '\x7F')
            ? key
            : throw new SkipcallException(SkipcallErrorId.InvalidRequest, "The API key is empty or contains invalid characters (such as a space, a line break or an accent).");
}
