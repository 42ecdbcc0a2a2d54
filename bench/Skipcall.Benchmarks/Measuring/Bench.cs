using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net.Http;
using System.Threading.Tasks;
using Skipcall.Benchmarks.Contenders;

namespace Skipcall.Benchmarks.Measuring;

/// <summary>What the cases share: the server, the contenders that have been started, and the report.</summary>
internal sealed class Bench : IDisposable
{
    private readonly Dictionary<string, Contender> _contenders = new();
    private readonly HttpClient _client = new();
    private readonly ChildProcess _server;
    private readonly string _serverUri;

    private Bench(Options options, ChildProcess server, string serverUri)
    {
        Options = options;
        _server = server;
        _serverUri = serverUri;
    }

    public Options Options { get; }

    public Report Report { get; } = new();

    public static async Task<Bench> StartAsync(Options options)
    {
        var server = ChildProcess.StartSelf("serve");
        return new Bench(options, server, await server.ReadLineAsync());
    }

    /// <summary>The service, each answer late by so much.</summary>
    public string BaseUri(int latency) => $"{_serverUri}/latency/{latency}";

    /// <summary>How many requests came since this was last asked.</summary>
    public async Task<int> TakeRequestCountAsync() =>
        int.Parse(await _client.GetStringAsync(new Uri(_serverUri + "/requests")), CultureInfo.InvariantCulture);

    /// <summary>The number itself; one in a smoke run.</summary>
    public int Rounds(int rounds) => Options.Quick ? 1 : rounds;

    /// <summary>The number itself; a twentieth in a smoke run.</summary>
    public int Contacts(int contacts) => Options.Quick ? contacts / 20 : contacts;

    public Contender Hosted(string way) => Get("hosted " + way, () => Contender.Hosted(way, way));

    public Contender InPowerShell(string way) => Get("pwsh " + way, () => Contender.InPowerShell("pwsh " + way, way));

    public void Dispose()
    {
        foreach (var contender in _contenders.Values)
        {
            contender.Dispose();
        }

        _server.Dispose();
        _client.Dispose();
    }

    private Contender Get(string key, Func<Contender> start)
    {
        if (!_contenders.TryGetValue(key, out var contender))
        {
            _contenders.Add(key, contender = start());
        }

        return contender;
    }
}
