namespace System.Runtime.CompilerServices;

/// <summary>The compiler requires this type for <c>init</c> accessors. Generated polyfills would make builds differ.</summary>
internal static class IsExternalInit;
