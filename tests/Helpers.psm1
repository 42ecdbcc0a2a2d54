# Shared by the Pester files: a script in a runspace of its own with every stream, and a small HTTP server on loopback.

$module = "$PSScriptRoot/../Skipcall.psd1"

# Runs a script in a new runspace with the module imported. Progress records come with the time at which each was written.
function Invoke-InRunspace ([scriptblock] $Script, [hashtable] $Argument = @{}) {
    $shell = [powershell]::Create()
    try {
        $null = $shell.AddScript("Import-Module '$($module -replace "'", "''")'").Invoke()
        $shell.Commands.Clear()
        # As text: a script block would run in the runspace that it was written in.
        $null = $shell.AddScript($Script.ToString()).AddParameters($Argument)
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $progress = [System.Collections.Generic.List[object]]::new()
        $failure = $null
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $running = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]] $null, $output)
        do {
            $ended = $running.AsyncWaitHandle.WaitOne(10)
            while ($progress.Count -lt $shell.Streams.Progress.Count) {
                $progress.Add([pscustomobject]@{ At = $watch.Elapsed; Record = $shell.Streams.Progress[$progress.Count] })
            }
        } until ($ended)

        try {
            $shell.EndInvoke($running)
        } catch {
            $failure = $_.Exception.InnerException.ErrorRecord
        }

        [pscustomobject]@{
            Output      = @($output)
            Failure     = $failure
            Errors      = @($shell.Streams.Error)
            ErrorIds    = @(@($failure | Where-Object { $_ }) + @($shell.Streams.Error) | ForEach-Object { $_.FullyQualifiedErrorId.Split(',')[0] })
            Warnings    = @($shell.Streams.Warning | ForEach-Object Message)
            Verbose     = @($shell.Streams.Verbose | ForEach-Object Message)
            Debug       = @($shell.Streams.Debug | ForEach-Object Message)
            Information = @($shell.Streams.Information)
            Progress    = @($progress)
        }
    } finally {
        $shell.Dispose()
    }
}

# Answers one request after the other with what the script block returns for it: @{ StatusCode; Headers; Body }, all optional.
# The script block gets the request (Number, Method, Target, Headers, Body) and runs in a runspace of its own.
function Open-LoopbackServer ([scriptblock] $Answer = { @{} }) {
    $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $requests = [System.Collections.ArrayList]::Synchronized([System.Collections.ArrayList]::new())
    $shell = [powershell]::Create().AddScript({
            param($Listener, $Requests, $Answer)
            $answerer = [scriptblock]::Create($Answer)
            while ($true) {
                try { $client = $Listener.AcceptTcpClient() } catch { return }
                try {
                    $stream = $client.GetStream()
                    $reader = [System.IO.StreamReader]::new($stream)
                    $method, $target, $null = $reader.ReadLine() -split ' '
                    $headers = @{}
                    while ($line = $reader.ReadLine()) {
                        $name, $value = $line -split ':\s*', 2
                        $headers[$name] = $value
                    }

                    $body = -join $(for ($i = [int] $headers['Content-Length']; $i -gt 0; $i--) { [char] $reader.Read() })
                    $request = [pscustomobject]@{ Number = $Requests.Count + 1; Method = $method; Target = $target; Headers = $headers; Body = $body }
                    $null = $Requests.Add($request)

                    $reply = @{ StatusCode = 200; Headers = @{}; Body = '{}' }
                    $given = & $answerer $request
                    foreach ($key in $given.Keys) { $reply[$key] = $given[$key] }
                    $bytes = [System.Text.Encoding]::UTF8.GetBytes($reply.Body)
                    $head = "HTTP/1.1 $($reply.StatusCode) Reply`r`nConnection: close`r`nContent-Type: application/json`r`nContent-Length: $($bytes.Length)`r`n"
                    foreach ($key in $reply.Headers.Keys) { $head += "${key}: $($reply.Headers[$key])`r`n" }
                    $headBytes = [System.Text.Encoding]::ASCII.GetBytes("$head`r`n")
                    $stream.Write($headBytes, 0, $headBytes.Length)
                    $stream.Write($bytes, 0, $bytes.Length)
                } catch {
                    $null = $Requests.Add("The server failed: $_")
                } finally {
                    $client.Dispose()
                }
            }
        }).AddArgument($listener).AddArgument($requests).AddArgument($Answer.ToString())
    $null = $shell.BeginInvoke()
    [pscustomobject]@{ BaseUri = [uri] "http://127.0.0.1:$($listener.LocalEndpoint.Port)"; Requests = $requests; Listener = $listener; Shell = $shell }
}

function Close-LoopbackServer ($Server) {
    $Server.Listener.Stop()
    $Server.Shell.Dispose()
}

# PowerShell as a child process, by name.
$Shell = if ($PSVersionTable.PSVersion.Major -lt 6) { 'powershell' } else { 'pwsh' }

Export-ModuleMember -Function * -Variable Shell
