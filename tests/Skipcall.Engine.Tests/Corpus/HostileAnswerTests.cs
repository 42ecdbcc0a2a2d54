using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Text;
using System.Web;
using Skipcall.Engine.Http;
using Skipcall.Engine.RateLimiting;

namespace Skipcall.Engine.Tests.Corpus;

/// <summary>
/// Hostile answers may cause only documented errors, never reveal a secret, and cost bounded memory and time. Set
/// <c>SKIPCALL_CORPUS_SEED</c> and <c>SKIPCALL_CORPUS_CASE</c> to repeat, <c>SKIPCALL_CORPUS_ANSWERS</c> for another number.
/// </summary>
[Collection(nameof(NotParallel))]
public sealed class HostileAnswerTests
{
    private const int Answers = 16_500;
    private const int AnswersOverSockets = 4_000;
    private const int AnswersOfOneCase = 40;

    private static readonly int s_seed = Setting("SKIPCALL_CORPUS_SEED") ?? Random.Shared.Next(1, 1_000_000);
    private static readonly int? s_case = Setting("SKIPCALL_CORPUS_CASE");

    [Fact]
    public void Hostile_answers_give_documented_errors_without_secrets()
    {
        var tally = new CorpusTally();
        RunCases(tally, Answers, (session, random, number) =>
        {
            var (text, key) = Key(random);
            var service = new Service(random, key);
            var options = new ClientOptions { Timeout = TimeSpan.Zero, MaximumRetryCount = random.Next(3), MaximumWait = TimeSpan.FromSeconds(random.Next(2) == 0 ? 1 : 300) };
            var clock = new JumpingClock();
            var client = new SkipcallClient(service, new Uri("https://api.invalid"), text, new RateLimiter(clock), options, clock);
            var (command, parameters) = Command(random);
            parameters["Connection"] = new SkipcallConnection(new Uri("https://api.invalid"), text, client, options, null);
            tally.Check(number, command, () => session.Run(command, parameters), service.Describe, key);
            return service.Hostile;
        });
        tally.Report("handler", s_seed);
    }

    [Fact]
    public async Task Hostile_bytes_give_documented_errors_without_secrets()
    {
        var tally = new CorpusTally();
        var services = new ConcurrentDictionary<string, WireService>();
        await using var server = FaultyServer.Start((request, _) =>
        {
            // The case number is in the host of a CONNECT request, or in the path.
            var service = services[request.Method == "CONNECT" ? request.Target.Split('.')[0] : request.Path.Split('/')[1]];
            return Reply.Raw(service.Next(request));
        });
        RunCases(tally, AnswersOverSockets, (session, random, number) =>
        {
            var (text, key) = Key(random);
            var password = Letters(random, 20);
            var name = $"case{number}";
            var service = services[name] = new WireService(random, key);
            var throughProxy = random.Next(8) == 0;
            var connect = new Hashtable
            {
                ["ApiKey"] = text,
                ["BaseUri"] = throughProxy ? new Uri($"https://{name}.invalid") : new Uri(server.BaseUri, name),
                ["MaximumRetryCount"] = 0,
                ["MaximumWaitSec"] = 0,
                ["TimeoutSec"] = 10,
                ["PassThru"] = true,
                ["SkipVerification"] = random.Next(3) == 0,
            };
            if (throughProxy)
            {
                connect["Proxy"] = server.BaseUri;
                connect["ProxyCredential"] = new PSCredential("proxyuser", new NetworkCredential("", password).SecurePassword);
            }

            var secrets = new[] { key, new Secret(password, user: "proxyuser") };
            var connected = tally.Check(number, "Connect-Skipcall", () => session.Run("Connect-Skipcall", connect), service.Describe, secrets);
            if (connected.Output is [var connection, ..])
            {
                var (command, parameters) = Command(random);
                parameters["Connection"] = connection;
                tally.Check(number, command, () => session.Run(command, parameters), service.Describe, secrets);
            }

            services.TryRemove(name, out _);
            return service.Count;
        });
        tally.Report("sockets", s_seed);
    }

    private static void RunCases(CorpusTally tally, int answers, Func<CommandSession, Random, int, int> run)
    {
        answers = Setting("SKIPCALL_CORPUS_ANSWERS") ?? answers;
        var next = 0;
        var given = 0;
        using var memory = new Timer(_ => tally.LookAtMemory(), null, 0, 20);
        Task.WaitAll([.. Enumerable.Range(0, s_case is null ? 2 : 1).Select(_ => Task.Factory.StartNew(
            () =>
            {
                using var session = new CommandSession();
                while (Volatile.Read(ref given) < answers && tally.Failures.Count < 10)
                {
                    var number = s_case ?? Interlocked.Increment(ref next);
                    Interlocked.Add(ref given, run(session, new Random(unchecked((s_seed * 1_000_003) + number)), number));
                    if (s_case is not null)
                    {
                        return;
                    }
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))]);
        tally.Answers = given;
    }

    private static (string Text, Secret Key) Key(Random random)
    {
        var prefix = random.Next(3) switch { 0 => "sk_live_", 1 => "sk_test_", _ => "" };
        var text = prefix + Letters(random, 24) + (random.Next(3) == 0 ? "+/=" : "");
        return (text, new Secret(text, prefix));
    }

    private static (string Command, Hashtable Parameters) Command(Random random)
    {
        if (random.Next(3) > 0)
        {
            var parameters = new Hashtable { ["SequenceId"] = "s", ["PageSize"] = random.Next(5) == 0 ? 10 : 100, ["ThrottleLimit"] = random.Next(1, 5) };
            switch (random.Next(8))
            {
                case 0:
                    parameters["First"] = 5;
                    break;
                case 1:
                    parameters["First"] = 5;
                    parameters["Skip"] = 150;
                    break;
                case 2:
                    parameters["First"] = 3;
                    parameters["IncludeTotalCount"] = true;
                    break;
                case 3:
                    parameters["Snapshot"] = true;
                    break;
                case 4:
                    break;
                default:
                    parameters["All"] = true;
                    break;
            }

            if (random.Next(4) == 0 && !parameters.ContainsKey("Skip") && !parameters.ContainsKey("IncludeTotalCount"))
            {
                parameters["Status"] = random.Next(2) == 0 ? ["CONNECTED", "RUNNING"] : new[] { "ERROR" };
            }

            return ("Get-SkipcallSequenceContact", parameters);
        }

        var api = new Hashtable { ["Path"] = random.Next(2) == 0 ? "/v1/workspaces" : "/v1/sequences/s/contacts" };
        switch (random.Next(5))
        {
            case 0:
                api["All"] = true;
                break;
            case 1:
                api["Raw"] = true;
                break;
            case 2:
                api["Method"] = "POST";
                api["Body"] = new Hashtable { ["a"] = 1 };
                api["Confirm"] = false;
                break;
            case 3:
                api["Method"] = "DELETE";
                api["Confirm"] = false;
                break;
        }

        return ("Invoke-SkipcallApi", api);
    }

    private static string Letters(Random random, int count)
    {
        const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
        return string.Concat(Enumerable.Range(0, count).Select(_ => Letters[random.Next(Letters.Length)]));
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>Mixes correct answers with generated ones.</summary>
    private sealed class Service(Random random, Secret key) : HttpMessageHandler
    {
        private readonly HostileAnswers _answers = new(random, key);
        private readonly List<string> _story = [];
        private int _count;

        public int Hostile { get; private set; }

        public string Describe() => string.Join(Environment.NewLine, _story);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // The requests of a scan may come from several threads.
            lock (_story)
            {
                var query = HttpUtility.ParseQueryString(request.RequestUri!.Query);
                var (page, size) = (Number(query["page"], 1), Number(query["limit"], 50));
                HostileAnswer answer;
                if (++_count > AnswersOfOneCase)
                {
                    answer = new HostileAnswer(400, "", [], []);
                }
                else if (random.Next(10) < 4)
                {
                    answer = new HostileAnswer(200, "OK", [("Content-Type", "application/json")], Encoding.UTF8.GetBytes(HostileBodies.GoodPage(page, size)));
                }
                else
                {
                    Hostile++;
                    answer = _answers.Next(page, size);
                }

                _story.Add($"{request.Method} page {page}: {answer}");
                var message = answer.ToMessage();
                message.RequestMessage = request;
                return Task.FromResult(message);
            }
        }

        private static int Number(string? text, int otherwise) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, 1_000_000) : otherwise;
    }

    private sealed class WireService(Random random, Secret key)
    {
        private readonly HostileAnswers _answers = new(random, key);
        private readonly List<string> _story = [];

        public int Count { get; private set; }

        public string Describe() => string.Join(Environment.NewLine, _story);

        public byte[] Next(ReceivedRequest request)
        {
            lock (_story)
            {
                var page = int.TryParse(request.Query("page"), out var number) ? number : 1;
                var answer = ++Count > AnswersOfOneCase ? new HostileAnswer(400, "", [], []) : _answers.Next(page, 100) with { IsEndless = false };
                var wire = answer.ToWire(random);
                _story.Add($"{request.Method} {request.Target}: {answer} as {wire.Length} bytes: {Encoding.Latin1.GetString(wire, 0, Math.Min(400, wire.Length))}");
                return wire;
            }
        }
    }

    /// <summary>A clock whose delays take no time.</summary>
    private sealed class JumpingClock : IClock
    {
        private long _ticks;

        public DateTimeOffset UtcNow => new DateTimeOffset(2026, 1, 15, 10, 30, 0, TimeSpan.Zero) + Elapsed;

        public TimeSpan Elapsed => TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

        public async Task Delay(TimeSpan delay, CancellationToken cancellationToken)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            Interlocked.Add(ref _ticks, Math.Max(0, delay.Ticks));
        }
    }
}
