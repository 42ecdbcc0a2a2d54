using System.Linq;
using System.Runtime.InteropServices;
using System.Security;

namespace Skipcall.Engine.Http;

/// <summary>An API key as text: out of its SecureString, checked, and masked for people.</summary>
internal static class ApiKeyText
{
    private const int ShowsLastFourFrom = 16;

    /// <summary>The key's text, without the white space that copying adds.</summary>
    /// <exception cref="SkipcallException"><c>InvalidRequest</c>: no key looks like this.</exception>
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

    /// <summary><c>sk_live_…abcd</c>: the kind, and the last four where the secret part is long enough to spare them.</summary>
    public static string Mask(string key)
    {
        var parts = key.Split('_');
        var kind = parts.Length >= 3 && parts[0] == "sk" ? parts[0] + "_" + parts[1] + "_" : "";
        var secret = key.Substring(kind.Length);
        return kind + "…" + (secret.Length >= ShowsLastFourFrom ? secret.Substring(secret.Length - 4) : "");
    }

    private static string Checked(string key) =>
        key.Length > 0 && key.All(static letter => letter is > ' ' and < '\x7F')
            ? key
            : throw new SkipcallException(SkipcallErrorId.InvalidRequest, "The API key is empty, or has characters that no key has (a line break, a space, an accent).");
}
