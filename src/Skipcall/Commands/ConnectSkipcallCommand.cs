using System;
using System.Management.Automation;
using System.Net;
using System.Net.Http;
using System.Security;
using Skipcall.Engine;
using Skipcall.Engine.Http;

namespace Skipcall.Commands;

/// <summary>Connects this runspace to the Skipcall API, or to a sandbox.</summary>
[Cmdlet(VerbsCommunications.Connect, "Skipcall", DefaultParameterSetName = ServiceSet, HelpUri = HelpUris.Root + "Connect-Skipcall.md")]
[OutputType(typeof(SkipcallConnection))]
public sealed class ConnectSkipcallCommand : SkipcallCommand
{
    private const string ServiceSet = "Service";
    private const string SandboxSet = "Sandbox";

    /// <summary>The API key. Without it, the environment variable SKIPCALL_API_KEY, else a masked prompt.</summary>
    [Parameter(Position = 0)]
    [ApiKeyTransformation]
    [ValidateNotNull]
    public SecureString? ApiKey { get; set; }

    /// <summary>Where the API is.</summary>
    [Parameter(ParameterSetName = ServiceSet)]
    [ValidateNotNull]
    public Uri BaseUri { get; set; } = ConnectionFactory.Production;

    /// <summary>The proxy to go through; without it, the system's own and HTTPS_PROXY.</summary>
    [Parameter(ParameterSetName = ServiceSet)]
    [ValidateNotNull]
    public Uri? Proxy { get; set; }

    /// <summary>Who the proxy asks for.</summary>
    [Parameter(ParameterSetName = ServiceSet)]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>A sandbox from New-SkipcallSandbox, instead of the service.</summary>
    [Parameter(ParameterSetName = SandboxSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public Sandbox? Sandbox { get; set; }

    /// <summary>The longest one attempt may take, body included, in seconds; 0 is no limit.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public int TimeoutSec { get; set; } = (int)new ClientOptions().Timeout.TotalSeconds;

    /// <summary>How often a request is sent again after a failure that may pass. Waits for the rate limit are not among these.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; } = new ClientOptions().MaximumRetryCount;

    /// <summary>The longest one wait for the rate limit, in seconds.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public int MaximumWaitSec { get; set; } = (int)new ClientOptions().MaximumWait.TotalSeconds;

    /// <summary>Does not check the key with a request.</summary>
    [Parameter]
    public SwitchParameter SkipVerification { get; set; }

    /// <summary>Writes the connection.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Makes the connection, checks it, and makes it the runspace's own.</summary>
    protected override void ProcessRecord()
    {
        try
        {
            var connection = Create();
            if (!SkipVerification)
            {
                Verify(connection);
            }

            ConnectionState.Current = connection;
            if (PassThru)
            {
                Write(connection);
            }
        }
        catch (SkipcallException e)
        {
            Fail(e, Sandbox ?? (object)BaseUri);
        }
    }

    private SkipcallConnection Create()
    {
        var options = new ClientOptions
        {
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
            MaximumRetryCount = MaximumRetryCount,
            MaximumWait = TimeSpan.FromSeconds(MaximumWaitSec),
        };
        if (Sandbox is { } sandbox)
        {
            return ConnectionFactory.ToSandbox(sandbox, ApiKey is null ? sandbox.ApiKey : ApiKeyText.Reveal(ApiKey), options);
        }

        var key = ApiKeyText.Reveal(ApiKey ?? ApiKeySource.Find(Host));
        return ConnectionFactory.ToService(BaseUri, key, Proxy is null ? null : CreateProxy(Proxy), options);
    }

    private WebProxy CreateProxy(Uri uri) => new(uri)
    {
        Credentials = ProxyCredential?.GetNetworkCredential(),
        UseDefaultCredentials = ProxyCredential is null,
    };

    /// <summary>One cheap request. Only a refused key and a dead network make it fail: all else is for later requests to say.</summary>
    private void Verify(SkipcallConnection connection)
    {
        var request = new ApiRequest(HttpMethod.Get, "/v1/workspaces");
        try
        {
            Run((outbox, cancellationToken) => connection.Client.SendAsync<object?>(request, static _ => null, new RequestContext(outbox), cancellationToken));
        }
        catch (SkipcallException e) when (e.StatusCode is not (null or 401 or 403))
        {
            Tell($"The key was not refused, and the check said nothing more: {e.Message}");
        }
    }
}
