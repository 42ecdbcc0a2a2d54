using System.Text.Json;

namespace Skipcall.Benchmarks.Contenders;

/// <summary>A contender in its own process, so that none warms up or slows down another.</summary>
internal sealed class Contender(string name, ChildProcess process) : IDisposable
{
    public async Task<Outcome> RunAsync(Job job)
    {
        var outcome = JsonSerializer.Deserialize<Outcome>(await process.AskAsync(JsonSerializer.Serialize(job)))!;
        return job.Kind == Job.Kinds.First || outcome.Contacts == job.Contacts
            ? outcome
            : throw new InvalidOperationException($"{name} read {outcome.Contacts} of {job.Contacts} contacts.");
    }

    public void Dispose() => process.Dispose();
}
