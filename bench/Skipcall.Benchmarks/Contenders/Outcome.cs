namespace Skipcall.Benchmarks.Contenders;

/// <summary>What came of a job.</summary>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Processor">Processor time meanwhile, in milliseconds, of all threads.</param>
/// <param name="Contacts">How many contacts came.</param>
/// <param name="Allocated">Bytes allocated meanwhile, by all threads.</param>
/// <param name="PeakHeap">The most that the managed heap grew meanwhile, garbage included.</param>
/// <param name="OwnSize">What the contacts take themselves, where that was measured.</param>
internal sealed record Outcome(double Milliseconds, long Contacts, double Processor = 0, long Allocated = 0, long PeakHeap = 0, long OwnSize = 0);
