using System;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>A record of the model service.</summary>
internal sealed record Row(string Id, DateTimeOffset CreatedAt);
