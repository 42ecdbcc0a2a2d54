using System;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>How long a request is on its way, and its answer on the way back.</summary>
internal sealed record Pace(TimeSpan There, TimeSpan Back);
