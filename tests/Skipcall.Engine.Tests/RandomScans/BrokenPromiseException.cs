using System;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>A scan did not do what the design promises; the message tells what happened in it.</summary>
internal sealed class BrokenPromiseException(string message, Exception cause) : Exception(message, cause);
