using System.Management.Automation;
using System.Security;
using Skipcall.Engine;
using Skipcall.Engine.Http;
using Skipcall.Engine.Tapes;

namespace Skipcall.Commands;

/// <summary>Connects this runspace to the Skipcall API, or to a sandbox.</summary>
[Cmdlet(VerbsCommunications.Connect, "Skipcall", DefaultParameterSetName = ServiceSet, HelpUri = HelpUris.Root + "Connect-Skipcall.md")]
[OutputType(typeof(SkipcallConnection))]
public sealed class ConnectSkipcallCommand : SkipcallCommand
{
    private const string ServiceSet = "Service";
    private const string SandboxSet = "Sandbox";
    private const int BytesPerMegabyte = 1024 * 1024;

    /// <summary>The API key. The default is the environment variable SKIPCALL_API_KEY, or else a masked prompt.</summary>
    [Parameter(Position = 0)]
    [ApiKeyTransformation]
    public SecureString? ApiKey { get; set; }

    /// <summary>The address of the API.</summary>
    [Parameter(ParameterSetName = ServiceSet)]
    [UriTransformation]
    [ValidateNotNull]
    public Uri BaseUri { get; set; } = ConnectionFactory.Production;

    /// <summary>The proxy. The default is the system's proxy, or HTTPS_PROXY.</summary>
    [Parameter(ParameterSetName = ServiceSet)]
    [UriTransformation]
    [ValidateNotNull]
    public Uri? Proxy { get; set; }

    /// <summary>Credentials for the proxy.</summary>
    [Parameter(ParameterSetName = ServiceSet)]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>A sandbox from New-SkipcallSandbox, to connect to instead of the service.</summary>
    [Parameter(ParameterSetName = SandboxSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public Sandbox? Sandbox { get; set; }

    /// <summary>The timeout of one attempt, body included, in seconds; 0 is no limit.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public int TimeoutSec { get; set; } = (int)new ClientOptions().Timeout.TotalSeconds;

    /// <summary>The most retries after a transient failure. Rate-limit waits don't count as retries.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; } = new ClientOptions().MaximumRetryCount;

    /// <summary>The longest wait for the rate limit, in seconds. It applies to each wait.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public int MaximumWaitSec { get; set; } = (int)new ClientOptions().MaximumWait.TotalSeconds;

    /// <summary>The largest response, decompressed, in megabytes.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int MaximumResponseMB { get; set; } = new ClientOptions().MaximumResponseBytes / BytesPerMegabyte;

    /// <summary>
    /// Records requests and responses in this new file, to replay them with New-SkipcallSandbox -Tape. Personal data become
    /// pseudonyms, and no key is written.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Record { get; set; }

    /// <summary>Doesn't check the key with a request.</summary>
    [Parameter]
    public SwitchParameter SkipVerification { get; set; }

    /// <summary>Writes the connection.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Writes the connection, and leaves the runspace's default connection as it is.</summary>
    [Parameter]
    public SwitchParameter NotDefault { get; set; }

    /// <summary>Makes and checks a connection, and makes it the runspace's default.</summary>
    protected override void ProcessRecord()
    {
        if (!NotDefault)
        {
            // If this fails, the next command must not use the previous account.
            ConnectionState.Current = null;
        }

        Guard(Connect, e => Fail(e, Sandbox ?? (object)TextSanitizer.Clean(BaseUri.OriginalString)));
    }

    private void Connect()
    {
        var connection = Create();
        if (!SkipVerification)
        {
            Verify(connection);
        }

        if (!NotDefault)
        {
            ConnectionState.Current = connection;
        }

        if (PassThru || NotDefault)
        {
            Write(connection);
        }
    }

    private SkipcallConnection Create()
    {
        var recording = Record is null ? null : GetUnresolvedProviderPathFromPSPath(Record);
        if (recording is not null)
        {
            TapeRecorder.RequireNew(recording);
        }

        var options = new ClientOptions
        {
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
            MaximumRetryCount = MaximumRetryCount,
            MaximumWait = TimeSpan.FromSeconds(MaximumWaitSec),
            MaximumResponseBytes = MaximumResponseMB * BytesPerMegabyte,
            RecordingPath = recording,
        };
        if (Sandbox is { } sandbox)
        {
            return ConnectionFactory.ToSandbox(sandbox, ApiKey is null ? sandbox.ApiKey : ApiKeyText.Reveal(ApiKey), options);
        }

        // Everything is checked before the user is asked for a key.
        var baseUri = ConnectionFactory.CheckBaseUri(BaseUri, Proxy is not null);
        var credential = ProxyCredential?.GetNetworkCredential();
        var proxy = Proxy is null ? null : ConnectionFactory.CreateProxy(Proxy, credential);
        var key = ApiKeyText.Reveal(ApiKey ?? ApiKeyInput.Find(Host));
        return ConnectionFactory.ToService(baseUri, key, proxy, options, credential);
    }

    /// <summary>Checks the key with one cheap request. Only a refused key or a failed connection is an error.</summary>
    private void Verify(SkipcallConnection connection)
    {
        var request = new ApiRequest(HttpMethod.Get, "/v1/workspaces");
        try
        {
            Run((outbox, cancellationToken) => connection.Client.SendAsync<object?>(request, static _ => null, new RequestContext(outbox), cancellationToken));
        }
        catch (SkipcallException e) when (e.StatusCode is not (null or 401 or 403))
        {
            WriteLine($"The key was not rejected, but checking it failed: {e.Message}");
        }
    }
}
