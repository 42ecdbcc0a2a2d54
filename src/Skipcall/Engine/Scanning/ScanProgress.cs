using System;

namespace Skipcall.Engine.Scanning;

/// <summary>How far a scan has come.</summary>
/// <param name="Target">The sequence's id, or the path.</param>
/// <param name="Pass">Which reading of the list this is, from 1.</param>
/// <param name="Page">The page that has just been written.</param>
/// <param name="Pages">How many pages there are.</param>
/// <param name="Records">Records read so far in this pass.</param>
/// <param name="Left">The time that is left at the present speed and budget; null when nothing can be said.</param>
internal sealed record ScanProgress(string Target, int Pass, long Page, long Pages, long Records, TimeSpan? Left);
