using System;
using System.Net.Http;
using System.Threading.Tasks;
using Skipcall.TestServer;

namespace Skipcall.Tests;

/// <summary>The module's own sandbox behind a real socket, and a session that is connected to it with a key, as to the service.</summary>
public sealed class ServedSandbox : IAsyncDisposable
{
    private ServedSandbox(ModuleSession session, SocketServer server)
    {
        Session = session;
        Server = server;
    }

    public ModuleSession Session { get; }

    public SocketServer Server { get; }

    /// <summary>Serves a sandbox made with these parameters of New-SkipcallSandbox, and connects without a check.</summary>
    public static async Task<ServedSandbox> StartAsync(string parameters = "", string connectParameters = "-SkipVerification")
    {
        var session = new ModuleSession();
        var handler = (HttpMessageHandler)session.Run($"$global:sandbox = New-SkipcallSandbox {parameters}; $sandbox.CreateHandler()").ThrowIfFailed().Output[0].BaseObject;
        var server = await SocketServer.StartAsync(handler);
        session.Run($"param($uri) Connect-Skipcall $sandbox.ApiKey -BaseUri $uri {connectParameters}", ("uri", server.BaseUri)).ThrowIfFailed();
        return new ServedSandbox(session, server);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Session.Dispose();
    }
}
