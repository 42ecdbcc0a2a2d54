using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net.Http;
using System.Threading.Tasks;
using Skipcall.Benchmarks.Contenders;

namespace Skipcall.Benchmarks;

/// <summary>Shared by the cases: the server, the contenders started so far, and the report.</summary>
internal sealed class Bench : IDisposable
{
    private readonly Dictionary<string, Contender> _contenders = new();
    private readonly HttpClient _client = new();
    private readonly Options _options;
    private readonly ChildProcess _server;
    private readonly string _serverUri;

    private Bench(Options options, ChildProcess server, string serverUri)
    {
        _options = options;
        _server = server;
        _serverUri = serverUri;
    }

    public Report Report { get; } = new();

    public static async Task<Bench> StartAsync(Options options)
    {
        var server = ChildProcess.StartSelf("serve");
        return new Bench(options, server, await server.ReadLineAsync());
    }

    /// <summary>The service, with this latency in milliseconds.</summary>
    public string BaseUri(int latency) => $"{_serverUri}/latency/{latency}";

    /// <summary>The requests since the last call.</summary>
    public async Task<int> TakeRequestCountAsync() =>
        int.Parse(await _client.GetStringAsync(new Uri(_serverUri + "/requests")), CultureInfo.InvariantCulture);

    /// <summary>The number itself; one in a quick run.</summary>
    public int Rounds(int rounds) => _options.Quick ? 1 : rounds;

    /// <summary>The number itself; a twentieth in a quick run.</summary>
    public int Contacts(int contacts) => _options.Quick ? contacts / 20 : contacts;

    public Contender Hosted(string way) => Get("hosted " + way, name => new Contender(name, ChildProcess.StartSelf("contend", way)));

    public Contender InPowerShell(string way) => Get("pwsh " + way, name => new Contender(name, ChildProcess.StartPwsh(
        "-File", System.IO.Path.Combine(AppContext.BaseDirectory, "Contenders", "contender.ps1"), Repository.Manifest, way)));

    public void Dispose()
    {
        foreach (var contender in _contenders.Values)
        {
            contender.Dispose();
        }

        _server.Dispose();
        _client.Dispose();
    }

    private Contender Get(string name, Func<string, Contender> start)
    {
        if (!_contenders.TryGetValue(name, out var contender))
        {
            _contenders.Add(name, contender = start(name));
        }

        return contender;
    }
}

/// <summary>The command line.</summary>
/// <param name="Quick">A smoke run: small lists, one round.</param>
/// <param name="Only">Only cases with this in their name; null for all.</param>
/// <param name="JsonPath">Where to save the results as JSON; null for nowhere.</param>
internal sealed record Options(bool Quick, string? Only, string? JsonPath)
{
    public static Options Parse(string[] arguments) =>
        new(Array.IndexOf(arguments, "--quick") >= 0, ValueOf(arguments, "--only"), ValueOf(arguments, "--json"));

    private static string? ValueOf(string[] arguments, string name) =>
        Array.IndexOf(arguments, name) is >= 0 and var index && index + 1 < arguments.Length ? arguments[index + 1] : null;
}
