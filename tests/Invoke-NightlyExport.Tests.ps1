#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

Describe 'Invoke-NightlyExport.ps1' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
        Import-Module "$PSScriptRoot/Helpers.psm1" -Force
        $script = "$PSScriptRoot/../samples/Invoke-NightlyExport.ps1"
        $path = "$TestDrive/export"

        # The exit code, and the log without its times.
        function Invoke-Export ([hashtable] $Parameter) {
            Remove-Item $path -Recurse -ErrorAction Ignore
            & $script -Path $path @Parameter
            [pscustomobject]@{
                ExitCode = $LASTEXITCODE
                Log      = @(Get-Content "$path/skipcall-*.log" | ForEach-Object { $_ -replace '^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d\d:\d\d ' })
            }
        }
    }

    AfterAll {
        Disconnect-Skipcall
    }

    It 'writes the files, logs them, and ends with 0' {
        $before = New-SkipcallSandbox | Connect-Skipcall -PassThru
        $run = Invoke-Export @{ SequenceId = 'demo'; Sandbox = $true }
        $run.ExitCode | Should -Be 0
        (Get-ChildItem $path).Name -notlike '*.log' | Sort-Object | Should -Be calls.csv, hot-leads.csv
        $run.Log[0] | Should -Be 'INFO    Started.'
        $run.Log -match '^INFO    Wrote .*hot-leads\.csv, \d+ bytes\.$' | Should -HaveCount 1
        $run.Log -match '^INFO    Wrote .*calls\.csv, \d+ bytes\.$' | Should -HaveCount 1
        $run.Log[-1] | Should -Be 'INFO    Finished.'
        $run.Log | Should -HaveCount 4
        Get-SkipcallConnection | Should -Be $before
    }

    It 'logs warnings' {
        New-SkipcallSandbox | Connect-Skipcall
        $run = Invoke-Export @{ SequenceId = 'demo' }
        $run.ExitCode | Should -Be 0
        $run.Log -match '^WARNING .*sandbox' | Should -HaveCount 2
    }

    It 'ends with 1 after a failure, logs it, and keeps the old files' {
        $run = Invoke-Export @{ SequenceId = 'nope'; Sandbox = $true }
        $run.ExitCode | Should -Be 1
        $run.Log[-1] | Should -BeLike 'ERROR   SequenceNotFound,*nope*'
        Get-ChildItem $path -Exclude *.log | Should -BeNullOrEmpty
    }

    It 'reports a failure to a webhook' {
        $server = Open-LoopbackServer
        try {
            $run = Invoke-Export @{ SequenceId = 'nope'; Sandbox = $true; WebhookUri = $server.BaseUri }
        } finally {
            Close-LoopbackServer $server
        }

        $run.ExitCode | Should -Be 1
        $server.Requests.Method | Should -Be POST
        ($server.Requests.Body | ConvertFrom-Json).text | Should -BeLike 'SequenceNotFound,*nope*'
    }

    It 'reports a failure by mail' {
        # A mail server with as much of the protocol as it takes.
        $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $received = [System.Collections.ArrayList]::Synchronized([System.Collections.ArrayList]::new())
        $server = [powershell]::Create().AddScript({
                param($Listener, $Received)
                $client = $Listener.AcceptTcpClient()
                $stream = $client.GetStream()
                $reader = [System.IO.StreamReader]::new($stream)
                $writer = [System.IO.StreamWriter]::new($stream)
                $writer.NewLine = "`r`n"
                $writer.AutoFlush = $true
                $writer.WriteLine('220 ready')
                while ($null -ne ($line = $reader.ReadLine())) {
                    $null = $Received.Add($line)
                    if ($line -eq 'DATA') {
                        $writer.WriteLine('354 go on')
                        while (($line = $reader.ReadLine()) -ne '.') { $null = $Received.Add($line) }
                    }

                    $writer.WriteLine($(if ($line -eq 'QUIT') { '221 bye' } else { '250 ok' }))
                    if ($line -eq 'QUIT') { break }
                }

                $client.Dispose()
            }).AddArgument($listener).AddArgument($received)
        $null = $server.BeginInvoke()
        try {
            $run = Invoke-Export @{
                SequenceId = 'nope'; Sandbox = $true; MailTo = 'ops@example.org'; MailFrom = 'jobs@example.org'; SmtpServer = "127.0.0.1:$($listener.LocalEndpoint.Port)"
            }
        } finally {
            $listener.Stop()
            $server.Dispose()
        }

        $run.ExitCode | Should -Be 1
        $run.Log -match 'could not be reported' | Should -BeNullOrEmpty
        $received -join "`n" | Should -Match '(?s)MAIL FROM:<jobs@example.org>.*RCPT TO:<ops@example.org>.*Subject: Skipcall export failed on .*SequenceNotFound'
    }

    It 'ends with 1 and logs it if the failure can''t be reported' {
        $run = Invoke-Export @{ SequenceId = 'nope'; Sandbox = $true; WebhookUri = 'http://127.0.0.1:9' }
        $run.ExitCode | Should -Be 1
        $run.Log[-1] | Should -BeLike 'ERROR   The failure could not be reported:*'
    }

    It 'takes the key from a file or a vault' {
        # A key that is rejected before any request: nothing is sent to the service.
        $key = [securestring]::new()
        'not a key'.ToCharArray() | ForEach-Object { $key.AppendChar($_) }
        $key | Export-Clixml "$TestDrive/key.xml"
        function Get-Secret ($Name) { if ($Name -eq 'Skipcall') { $key } }
        foreach ($from in @{ KeyPath = "$TestDrive/key.xml" }, @{ SecretName = 'Skipcall' }) {
            $run = Invoke-Export (@{ SequenceId = 'demo' } + $from)
            $run.ExitCode | Should -Be 1
            $run.Log[-1] | Should -BeLike 'ERROR   InvalidRequest,Skipcall.Commands.ConnectSkipcallCommand*'
        }
    }

    It 'shows both set-ups, with parameters that exist' {
        $help = (Get-Help $script).description | Out-String -Width 500
        $help | Should -Match 'Register-ScheduledTask'
        $help | Should -Match '30 6 \* \* \* '
        $parameters = (Get-Command $script).Parameters.Keys
        foreach ($line in [regex]::Matches($help, 'Invoke-NightlyExport\.ps1 (-.*)')) {
            [regex]::Matches($line.Groups[1].Value, '(?<=^|\s)-(\w+)') | ForEach-Object { $parameters | Should -Contain $_.Groups[1].Value }
        }
    }
}
