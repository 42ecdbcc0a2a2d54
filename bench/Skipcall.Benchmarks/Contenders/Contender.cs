using System.Text.Json;

namespace Skipcall.Benchmarks.Contenders;

/// <summary>Runs in its own process, so that contenders don't warm up or slow down each other.</summary>
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
