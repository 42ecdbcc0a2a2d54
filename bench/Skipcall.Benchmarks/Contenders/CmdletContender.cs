using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Skipcall.Benchmarks.Contenders;

internal sealed class CmdletContender
{
    private static readonly Runspace s_runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
    private readonly Dictionary<string, object> _connections = new();

    public CmdletContender()
    {
        s_runspace.Open();
        Run("param($path) Import-Module $path -ErrorAction Stop", Repository.Manifest);
    }

    public Task<long> RunAsync(Job job)
    {
        if (!_connections.TryGetValue(job.BaseUri, out var connection))
        {
            connection = Run("param($uri) Connect-Skipcall sk_test_benchmark0000000000 -BaseUri $uri -SkipVerification -PassThru", job.BaseUri)!;
            _connections.Add(job.BaseUri, connection);
        }

        return Task.FromResult(Convert.ToInt64(Run(
            "param($id, $throttle, $connection) Get-SkipcallSequenceContact $id -All -ThrottleLimit $throttle -Connection $connection -InformationVariable receipt > $null; $receipt[0].MessageData.Written",
            $"{job.Contacts}", job.ThrottleLimit, connection)));
    }

    private object? Run(string script, params object[] arguments)
    {
        using var shell = PowerShell.Create(s_runspace);
        shell.AddScript(script);
        foreach (var argument in arguments)
        {
            shell.AddArgument(argument);
        }

        var output = shell.Invoke();
        return shell.HadErrors ? throw new InvalidOperationException(shell.Streams.Error[0].ToString()) : output.Count > 0 ? output[0].BaseObject : null;
    }
}
