# Shared by the Pester files: a script in a runspace of its own with every stream, a sandbox with one answer, and a small HTTP server on
# loopback; environment variables; text files, and the code in them.

$module = "$PSScriptRoot/../Skipcall.psd1"

# Runs scripts at the same time, each in a new runspace with the module imported, and returns what each of them wrote to every stream.
# Progress records come with the time at which each was written.
function Invoke-InRunspace ([scriptblock[]] $Script, [hashtable] $Argument = @{}) {
    $runs = foreach ($one in $Script) {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$($module -replace "'", "''")'").Invoke()
        $shell.Commands.Clear()
        # As text: a script block would run in the runspace that it was written in.
        $null = $shell.AddScript($one.ToString()).AddParameters($Argument)
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        [pscustomobject]@{
            Shell    = $shell
            Output   = $output
            Progress = [System.Collections.Generic.List[object]]::new()
            Watch    = [System.Diagnostics.Stopwatch]::StartNew()
            Handle   = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]] $null, $output)
        }
    }

    do {
        Start-Sleep -Milliseconds 10
        $ended = -not ($runs.Handle.IsCompleted -eq $false)
        foreach ($run in $runs) {
            while ($run.Progress.Count -lt $run.Shell.Streams.Progress.Count) {
                $run.Progress.Add([pscustomobject]@{ At = $run.Watch.Elapsed; Record = $run.Shell.Streams.Progress[$run.Progress.Count] })
            }
        }
    } until ($ended)

    foreach ($run in $runs) {
        $failure = $null
        try {
            $null = $run.Shell.EndInvoke($run.Handle)
        } catch {
            $failure = $_.Exception.InnerException.ErrorRecord
        }

        $streams = $run.Shell.Streams
        [pscustomobject]@{
            Output      = @($run.Output)
            Failure     = $failure
            Errors      = @($streams.Error)
            ErrorIds    = @(@($failure | Where-Object { $_ }) + @($streams.Error) | ForEach-Object { $_.FullyQualifiedErrorId.Split(',')[0] })
            Warnings    = @($streams.Warning | ForEach-Object Message)
            Verbose     = @($streams.Verbose | ForEach-Object Message)
            Debug       = @($streams.Debug | ForEach-Object Message)
            Information = @($streams.Information)
            Progress    = @($run.Progress)
        }
        $run.Shell.Dispose()
    }
}

# Runs a script while an environment variable has another value.
function Invoke-WithVariable ([string] $Name, [string] $Value, [scriptblock] $Script) {
    $kept = [Environment]::GetEnvironmentVariable($Name)
    try {
        Set-Item "env:$Name" $Value
        & $Script
    } finally {
        Set-Item "env:$Name" $kept
    }
}

# Connects to a sandbox that answers every request with this JSON, and returns the sandbox.
function Connect-Answer ([string] $Json, [int] $StatusCode = 200) {
    $sandbox = New-SkipcallSandbox -Fault @{ StatusCode = $StatusCode; Body = $Json; Times = 0 }
    $sandbox | Connect-Skipcall -SkipVerification -MaximumRetryCount 0
    $sandbox
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
                    # A character a byte: Content-Length counts bytes.
                    $latin = [System.Text.Encoding]::GetEncoding(28591)
                    $reader = [System.IO.StreamReader]::new($stream, $latin)
                    $method, $target, $null = $reader.ReadLine() -split ' '
                    $headers = @{}
                    while ($line = $reader.ReadLine()) {
                        $name, $value = $line -split ':\s*', 2
                        $headers[$name] = $value
                    }

                    $body = -join $(for ($i = [int] $headers['Content-Length']; $i -gt 0; $i--) { [char] $reader.Read() })
                    $body = [System.Text.Encoding]::UTF8.GetString($latin.GetBytes($body))
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

# 5.1 would read a file without a byte order mark in the system's code page.
function Read-Text ([string] $Path) {
    [System.IO.File]::ReadAllText($Path) -replace "`r"
}

# What is wrong with code: its syntax, and cmdlets and parameters of this module that don't exist.
function Get-CodeProblem ([string] $Code) {
    $errors = $null
    $tree = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $errors)
    $errors | ForEach-Object { "$_" }
    foreach ($call in $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] -and $args[0].GetCommandName() -like '*-Skipcall*' }, $true)) {
        $cmdlet = (Get-Module Skipcall).ExportedCmdlets[$call.GetCommandName()]
        if (-not $cmdlet) {
            "There is no cmdlet for '$call'."
            continue
        }

        foreach ($element in $call.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] }) {
            try { $null = $cmdlet.ResolveParameter($element.ParameterName) } catch { "$($cmdlet.Name) ${element}: $_" }
        }
    }
}

# PowerShell as a child process, by name.
$Shell = if ($PSVersionTable.PSVersion.Major -lt 6) { 'powershell' } else { 'pwsh' }

Export-ModuleMember -Function * -Variable Shell
