namespace System.Runtime.CompilerServices;

/// <summary>What the compiler marks an <c>init</c> accessor with. A polyfill by a generator would not come in the same order at every build.</summary>
internal static class IsExternalInit;
