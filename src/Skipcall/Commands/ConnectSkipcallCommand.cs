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

    /// <summary>The API key. The default is the environment variable SKIPCALL_API_KEY, or a masked prompt.</summary>
    [Parameter(Position = 0)]
    [ApiKeyTransformation]
    public SecureString? ApiKey { get; set; }

    /// <summary>The base URI of the API.</summary>
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

    /// <summary>A sandbox from New-SkipcallSandbox to use instead of the service.</summary>
    [Parameter(ParameterSetName = SandboxSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public Sandbox? Sandbox { get; set; }

    /// <summary>The timeout of one attempt, body included, in seconds; 0 means no limit.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public int TimeoutSec { get; set; } = (int)new ClientOptions().Timeout.TotalSeconds;

    /// <summary>The maximum number of retries after a transient failure. Rate-limit waits don't count as retries.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; } = new ClientOptions().MaximumRetryCount;

    /// <summary>The longest wait for the rate limit, in seconds. It applies to each wait.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public int MaximumWaitSec { get; set; } = (int)new ClientOptions().MaximumWait.TotalSeconds;

    /// <summary>The maximum size of a response, decompressed, in megabytes.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int MaximumResponseMB { get; set; } = new ClientOptions().MaximumResponseBytes / BytesPerMegabyte;

    /// <summary>
    /// Records requests and responses in this new file, for New-SkipcallSandbox -Tape. Personal data is replaced by pseudonyms, and the
    /// key is not recorded.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Record { get; set; }

    /// <summary>Skips the request that checks the key.</summary>
    [Parameter]
    public SwitchParameter SkipVerification { get; set; }

    /// <summary>Writes the connection.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Writes the connection and does not change the runspace's default connection.</summary>
    [Parameter]
    public SwitchParameter NotDefault { get; set; }

    /// <summary>Creates and checks a connection, and makes it the runspace's default.</summary>
    protected override void ProcessRecord()
    {
        if (!NotDefault)
        {
            // If connecting fails, the next command must not use the previous account.
            CurrentConnection.Current = null;
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
            CurrentConnection.Current = connection;
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

        var baseUri = ConnectionFactory.CheckBaseUri(BaseUri, Proxy is not null);
        var credential = ProxyCredential?.GetNetworkCredential();
        var proxy = Proxy is null ? null : ConnectionFactory.CreateProxy(Proxy, credential);
        var key = ApiKeyText.Reveal(ApiKey ?? ApiKeyInput.Find(Host));
        return ConnectionFactory.ToService(baseUri, key, proxy, options, credential);
    }

    /// <summary>Checks the key with a cheap request. Only a rejected key or a failed connection is an error.</summary>
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
