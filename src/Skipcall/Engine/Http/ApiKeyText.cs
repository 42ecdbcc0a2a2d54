using System.Runtime.InteropServices;
using System.Security;

namespace Skipcall.Engine.Http;

/// <summary>Converts, validates and masks API keys.</summary>
internal static class ApiKeyText
{
    private const int ShowsLastFourFrom = 16;

    private static readonly string[] s_kinds = { "sk_live_", "sk_test_" };

    /// <summary>Returns a key as text, without surrounding white space.</summary>
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

    /// <summary>For example <c>sk_live_…abcd</c>: the prefix and, if the secret is long enough, its last four characters.</summary>
    public static string Mask(string key)
    {
        var kind = Array.Find(s_kinds, start => key.StartsWith(start, StringComparison.Ordinal)) ?? "";
        var secret = key.Substring(kind.Length);
        return kind + "…" + (secret.Length >= ShowsLastFourFrom ? secret.Substring(secret.Length - 4) : "");
    }

    private static string Checked(string key) =>
        key.Length > 0 && key.All(static letter => letter is > ' ' and < '\x7F')
            ? key
            : throw new SkipcallException(SkipcallErrorId.InvalidRequest, key.Length == 0 ? "The API key is empty." : "The API key contains invalid characters (such as a space, a line break or an accent).")
            {
                RecommendedAction = "Copy the key from the Skipcall dashboard (Settings > API Keys). It begins with sk_live_ or sk_test_.",
            };
}
