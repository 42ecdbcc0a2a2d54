using System.Collections.Concurrent;
using System.Diagnostics;
using System.Management.Automation;

namespace Skipcall.Engine.Tests.Corpus;

internal sealed class CorpusTally
{
    // Endless bodies are read up to 64 MB, and most of the peak is uncollected buffers; without that limit it was 11 GB.
    private const long PeakLimit = 4_000_000_000;
    private const long RetainedLimit = 200_000_000;

    // The slowest answers take about a second on a busy machine.
    private static readonly TimeSpan s_timeLimit = TimeSpan.FromSeconds(30);

    private static readonly HashSet<string> s_documented = [.. Enum.GetNames<SkipcallErrorId>()];

    private readonly long _memoryBefore = GC.GetTotalMemory(forceFullCollection: true);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly ConcurrentDictionary<string, int> _ids = new();
    private long _memory;
    private long _slowest;
    private int _commands;
    private int _texts;

    public ConcurrentQueue<string> Failures { get; } = new();

    public int Answers { get; set; }

    public CommandOutcome Check(int number, string command, Func<CommandOutcome> run, Func<string> describe, params Secret[] secrets)
    {
        var start = _watch.ElapsedMilliseconds;
        var outcome = run();
        var took = _watch.ElapsedMilliseconds - start;
        Interlocked.Increment(ref _commands);
        Interlocked.Add(ref _texts, outcome.Texts.Count);
        _slowest = Math.Max(_slowest, took);
        foreach (var complaint in Complaints(outcome, took, secrets))
        {
            Failures.Enqueue($"Case {number}, {command}: {complaint}{Environment.NewLine}{describe()}");
        }

        return outcome;
    }

    public void LookAtMemory() => _memory = Math.Max(_memory, GC.GetTotalMemory(forceFullCollection: false) - _memoryBefore);

    public void Report(string name, int seed)
    {
        var ids = string.Join(", ", _ids.OrderByDescending(id => id.Value).Select(id => FormattableString.Invariant($"{id.Value:N0} {id.Key}")));
        TestReport.Write("hostile-answers.txt", name, FormattableString.Invariant(
            $"seed {seed}: {Answers:N0} answers to {_commands:N0} commands in {_watch.Elapsed.TotalSeconds:0.0} s; {_texts:N0} texts without a secret; slowest {_slowest / 1000.0:0.0} s, heap grew by at most {_memory / 1e6:0} MB; {ids}"));
        Assert.True(Failures.IsEmpty, $"Seed {seed}. {string.Join(Environment.NewLine + Environment.NewLine, Failures)}");
        Assert.InRange(_memory, 0, PeakLimit);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - _memoryBefore, long.MinValue, RetainedLimit);
    }

    private static string Cut(string text) => text.Length <= 1000 ? text : text[..1000] + "…";

    private IEnumerable<string> Complaints(CommandOutcome outcome, long took, Secret[] secrets)
    {
        if (outcome.Failure is not (null or RuntimeException { ErrorRecord.Exception: SkipcallException }))
        {
            yield return $"{outcome.Failure.GetType()} came through: {outcome.Failure}";
        }

        foreach (var error in outcome.Errors)
        {
            var id = error.FullyQualifiedErrorId.Split(',')[0];
            _ids.AddOrUpdate(id, 1, (_, count) => count + 1);
            if (!s_documented.Contains(id))
            {
                yield return $"the id '{id}' is not documented: {error.Exception}";
            }
        }

        if (outcome.Errors.Count == 0)
        {
            _ids.AddOrUpdate("without an error", 1, (_, count) => count + 1);
        }

        if (took > s_timeLimit.TotalMilliseconds)
        {
            yield return $"it took {took} ms";
        }

        foreach (var (where, text) in outcome.Texts)
        {
            if (secrets.Select(secret => secret.FindIn(text)).FirstOrDefault(found => found is not null) is { } found)
            {
                yield return $"'{found}' is in a text ({where}): {Cut(text)}";
            }

            if (text.Any(letter => char.IsControl(letter) && letter is not ('\r' or '\n' or '\t')))
            {
                yield return $"a control character is in a text ({where}): {Cut(text)}";
            }
        }
    }
}
