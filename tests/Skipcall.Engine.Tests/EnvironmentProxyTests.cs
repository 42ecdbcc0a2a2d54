using System.Net;

namespace Skipcall.Engine.Tests;

[Collection(nameof(NotParallel))]
public sealed class EnvironmentProxyTests : IDisposable
{
    private static readonly Uri s_service = new("https://one.example");
    private static readonly Uri s_address = new("http://user:pa55word@proxy.example:8080");

    private readonly IWebProxy? _before = WebRequest.DefaultWebProxy;

    public void Dispose() => WebRequest.DefaultWebProxy = _before;

    [Fact]
    public void Its_address_loses_the_password_and_its_credential_is_kept()
    {
        var credential = new NetworkCredential("user", "pa55word");
        WebRequest.DefaultWebProxy = new WebProxy(s_address) { Credentials = new CredentialCache { { s_address, "Basic", credential } } };

        var proxy = ConnectionFactory.EnvironmentProxy(s_service, null);

        Assert.Equal("http://proxy.example:8080/", proxy?.Address?.AbsoluteUri);
        Assert.Same(credential, proxy!.Credentials);
    }

    [Fact]
    public void An_explicit_credential_comes_first()
    {
        var credential = new NetworkCredential("other", "word");
        WebRequest.DefaultWebProxy = new WebProxy(s_address) { Credentials = new NetworkCredential("user", "pa55word") };

        Assert.Same(credential, ConnectionFactory.EnvironmentProxy(s_service, credential)?.Credentials);
    }

    [Theory]
    [InlineData("https://one.example", "http://proxy.example:8080")]
    [InlineData("https://bypassed.example", "http://user:pa55word@proxy.example:8080")]
    [InlineData("http://127.0.0.1", "http://user:pa55word@proxy.example:8080")]
    public void Any_other_is_left_to_NET(string service, string proxy)
    {
        WebRequest.DefaultWebProxy = new WebProxy(new Uri(proxy), false, ["bypassed\\.example"]);

        Assert.Null(ConnectionFactory.EnvironmentProxy(new Uri(service), null));
    }

    [Fact]
    public void None_is_no_error()
    {
        WebRequest.DefaultWebProxy = null;

        Assert.Null(ConnectionFactory.EnvironmentProxy(s_service, null));
    }
}
