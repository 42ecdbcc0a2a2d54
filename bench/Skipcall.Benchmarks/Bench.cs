using System.Globalization;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Skipcall.Benchmarks.Contenders;

namespace Skipcall.Benchmarks;

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

    /// <summary>The manifest of the module to compare with, or null.</summary>
    public string? Baseline => _options.Baseline is { } folder ? System.IO.Path.Combine(System.IO.Path.GetFullPath(folder), "Skipcall.psd1") : null;

    public string BaselineVersion => Regex.Match(System.IO.File.ReadAllText(Baseline!), @"ModuleVersion\s*=\s*'([^']*)'").Groups[1].Value;

    public static async Task<Bench> StartAsync(Options options)
    {
        var server = ChildProcess.StartSelf("serve");
        return new Bench(options, server, await server.ReadLineAsync());
    }

    /// <summary>The latency is in milliseconds; <paramref name="meter"/> names a rate limit, or is null for none.</summary>
    public string BaseUri(int latency, string? meter = null) => $"{_serverUri}{(meter is null ? "" : "/limited/" + meter)}/latency/{latency}";

    public async Task<Metered> ReadMeterAsync(string name) => (await _client.GetFromJsonAsync<Metered>(new Uri($"{_serverUri}/limited/{name}")))!;

    /// <summary>Counts since the last call.</summary>
    public async Task<int> TakeRequestCountAsync() =>
        int.Parse(await _client.GetStringAsync(new Uri(_serverUri + "/requests")), CultureInfo.InvariantCulture);

    /// <summary>One in a quick run.</summary>
    public int Rounds(int rounds) => _options.Quick ? 1 : rounds;

    /// <summary>A twentieth in a quick run.</summary>
    public int Contacts(int contacts) => _options.Quick ? contacts / 20 : contacts;

    public Contender Hosted(string way) => Get("hosted " + way, name => new Contender(name, ChildProcess.StartSelf("contend", way)));

    /// <summary>One process per module and name.</summary>
    public Contender InPowerShell(string way, string? manifest = null, string name = "") => Get($"pwsh {way} {manifest} {name}", name => new Contender(name, ChildProcess.StartPwsh(
        "-File", System.IO.Path.Combine(AppContext.BaseDirectory, "Contenders", "contender.ps1"), manifest ?? Repository.Manifest, way)));

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

/// <summary>
/// <c>Quick</c> is a smoke run, <c>Only</c> filters cases by name, <c>Baseline</c> is the folder of a module to compare with.
/// </summary>
internal sealed record Options(bool Quick, string? Only, string? Baseline)
{
    public static Options Parse(string[] arguments) => new(
        Array.IndexOf(arguments, "--quick") >= 0, ValueOf(arguments, "--only"), ValueOf(arguments, "--baseline"));

    private static string? ValueOf(string[] arguments, string name) =>
        Array.IndexOf(arguments, name) is >= 0 and var index && index + 1 < arguments.Length ? arguments[index + 1] : null;
}
