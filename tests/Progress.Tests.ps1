#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

# What a person sees while a command runs: progress, -Verbose and -Debug.

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
}

AfterAll {
    Disconnect-Skipcall
}

Describe 'Progress' -Tag Once {
    BeforeAll {
        $short, $long, $waiting, $stopped, $several, $silent = Invoke-InRunspace @(
            { New-SkipcallSandbox -Count 3 | Connect-Skipcall; Get-SkipcallSequenceContact demo -All }
            { New-SkipcallSandbox -Count 1200 -LatencyMs 250 | Connect-Skipcall; $null = Get-SkipcallSequenceContact demo -All -ThrottleLimit 1 }
            { New-SkipcallSandbox -Count 300 -RateLimit 3 -RateWindowSec 3 | Connect-Skipcall; $null = Get-SkipcallSequenceContact demo -All -Verbose }
            {
                New-SkipcallSandbox -Count 1000 -LatencyMs 300 | Connect-Skipcall
                $count = 0
                foreach ($once in 1) { Get-SkipcallSequenceContact demo -All -ThrottleLimit 1 | ForEach-Object { if (++$count -gt 600) { break } } }
            }
            {
                $contacts = 1..3 | ForEach-Object { [Skipcall.SequenceContact]@{ SequenceId = 'a' }; [Skipcall.SequenceContact]@{ SequenceId = 'b' } }
                $contacts | New-SkipcallSandbox -LatencyMs 500 | Connect-Skipcall
                $null = Get-SkipcallSequenceContact a, b -All -PageSize 1 -ThrottleLimit 1
            }
            {
                New-SkipcallSandbox -Count 300 -LatencyMs 600 | Connect-Skipcall
                $ProgressPreference = 'SilentlyContinue'
                @(Get-SkipcallSequenceContact demo -All -ThrottleLimit 1).Count
            }
        )
    }

    It 'is not shown when everything is read within a second' {
        $short.Progress | Should -BeNullOrEmpty
    }

    It 'shows page, records and time left, at most four times a second' {
        $long.ErrorIds | Should -BeNullOrEmpty
        $long.Progress.Count | Should -BeGreaterOrEqual 5
        $long.Progress[0].At | Should -BeGreaterOrEqual ([timespan]::FromSeconds(1))
        $long.Progress.Record | Where-Object RecordType -EQ Completed | Should -HaveCount 1

        $updates = $long.Progress.Record | Where-Object RecordType -EQ Processing
        $updates.Activity | Sort-Object -Unique | Should -Be Get-SkipcallSequenceContact
        $updates.StatusDescription | Should -Match '^demo: page \d+ of 12, [\d,]+ records$'
        $updates | Where-Object SecondsRemaining -GT 0 | Should -Not -BeNullOrEmpty
        $percents = @($updates.PercentComplete)
        $percents | Should -Be ($percents | Sort-Object)
        $percents[0] | Should -BeGreaterOrEqual 0
        $percents[-1] | Should -BeLessOrEqual 100

        # On average: on a busy machine two may come close together.
        $times = @($long.Progress | Where-Object { $_.Record.RecordType -eq 'Processing' } | ForEach-Object At)
        ($times.Count - 1) / ($times[-1] - $times[0]).TotalSeconds | Should -BeLessThan 4.6
    }

    It 'counts a wait down, which -Verbose shows too' {
        $waiting.ErrorIds | Should -BeNullOrEmpty
        $waiting.Verbose -match '^Waiting \d+[.,]\d s: .*Rate limit reached' | Should -Not -BeNullOrEmpty
        $seconds = @($waiting.Progress.Record.StatusDescription | Where-Object { $_ -match 'Rate limit reached; resuming in (\d+) s$' } | ForEach-Object { [int] $Matches[1] })
        @($seconds | Select-Object -Unique).Count | Should -BeGreaterOrEqual 2
        $seconds | Should -Be ($seconds | Sort-Object -Descending)
        $waiting.Progress.Record | Where-Object { $_.StatusDescription -like '*; resuming in *' -and $_.SecondsRemaining -gt 0 } | Should -Not -BeNullOrEmpty
        $waiting.Progress.Record | Where-Object { $_.RecordType -eq 'Processing' -and $_.SecondsRemaining -lt 0 } | Should -BeNullOrEmpty
    }

    It 'stays between 0 and 100 percent when the list gets shorter' {
        $servers = foreach ($totals in '300, 150, 100', '500, 150, 90, 90, 90', '300, 0, 0') {
            Open-LoopbackServer ([scriptblock]::Create("
                    param(`$request)
                    Start-Sleep -Milliseconds 400
                    `$totals = $totals
                    `$page = [int] ([regex]::Match(`$request.Target, 'page=(\d+)').Groups[1].Value)
                    `$rows = foreach (`$i in @(1..100 | Where-Object { `$page -le 5 })) { '{`"id`":`"' + `$page + '-' + `$i + '`"}' }
                    @{ Body = '{`"data`":[' + (`$rows -join ',') + '],`"total`":' + `$totals[[Math]::Min(`$request.Number, `$totals.Count) - 1] + ',`"page`":' + `$page + ',`"limit`":100}' }"))
        }
        try {
            $results = Invoke-InRunspace @(0..2 | ForEach-Object {
                    [scriptblock]::Create("
                        Connect-Skipcall sk_test_x -BaseUri $($servers[$_].BaseUri) -SkipVerification
                        `$null = Get-SkipcallSequenceContact demo -All -ThrottleLimit $(if ($_ -eq 1) { 4 } else { 1 }) -WarningAction SilentlyContinue -ErrorAction SilentlyContinue")
                })
        } finally {
            $servers | ForEach-Object { Close-LoopbackServer $_ }
        }

        $results | Should -HaveCount 3
        foreach ($result in $results) {
            $result.ErrorIds | Where-Object { $_ -notin 'InvalidResponse', 'IncompleteResult', 'DriftDetected' } | Should -BeNullOrEmpty
            $result.Information | Should -HaveCount 1
            $result.Progress | Should -Not -BeNullOrEmpty
            $result.Progress.Record.PercentComplete | Where-Object { $_ -gt 100 } | Should -BeNullOrEmpty
        }
    }

    It 'does not fail when -Skip goes beyond the end' {
        $results = Invoke-InRunspace @('-First 10 -Skip 1000', '-Skip 1000', '-All -Skip 1000', '-Snapshot -Skip 1000', '-First 10 -Skip ([uint64]::MaxValue)', '-Skip ([uint64]::MaxValue)', '-All -Skip ([uint64]::MaxValue)' | ForEach-Object {
                [scriptblock]::Create("New-SkipcallSandbox -Count 250 -LatencyMs 1100 | Connect-Skipcall -SkipVerification; Get-SkipcallSequenceContact demo $_ -WarningAction SilentlyContinue")
            })
        $results | Should -HaveCount 7
        foreach ($result in $results) {
            $result.ErrorIds | Should -BeNullOrEmpty
            $result.Output | Should -BeNullOrEmpty
            $result.Information | Should -HaveCount 1
        }
    }

    It 'causes no error when it is switched off' {
        $silent.Output | Should -Be 300
    }

    It 'is removed when the rest of the pipeline stops early' {
        $stopped.Progress[-1].Record.RecordType | Should -Be Completed
    }

    It 'names each of several sequences' {
        $updates = $several.Progress.Record | Where-Object RecordType -EQ Processing
        $updates.StatusDescription | ForEach-Object { $_.Split(':')[0] } | Where-Object { $_ -ne 'Starting' } | Select-Object -Unique | Should -Be a, b
    }
}

Describe 'A host that cannot ask' -Tag Once {
    It 'does not end the command because of a preference that asks' {
        $command = "
            Import-Module '$PSScriptRoot/../Skipcall.psd1'
            New-SkipcallSandbox -Count 101 | Connect-Skipcall
            foreach (`$name in 'DebugPreference', 'VerbosePreference', 'WarningPreference') {
                & { Set-Variable `$name Inquire; `$name + ': ' + @(Get-SkipcallSequenceContact demo).Count }
            }"
        # Standard input is at its end.
        $said = $null | & $Shell -NoProfile -Command $command 2>&1 | Out-String
        foreach ($name in 'DebugPreference', 'VerbosePreference', 'WarningPreference') {
            $said | Should -Match "${name}: 100"
        }

        $said | Should -Not -Match 'Object reference'
    }
}

Describe '-Verbose' {
    It 'shows requests, retries and passes' {
        New-SkipcallSandbox -Count 300 -MoveEvery 3 -Fault @{ Page = 2; StatusCode = 503 } | Connect-Skipcall
        $lines = Get-SkipcallSequenceContact demo -All -Verbose -WarningAction SilentlyContinue 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | ForEach-Object Message
        $lines -match '^GET /v1/sequences/demo/contacts\?page=1&limit=100 -> 200, \d+ bytes in \d+ ms; \d+ requests left in this window$' | Should -Not -BeNullOrEmpty
        $lines -match '^Retry 1 of .*503' | Should -Not -BeNullOrEmpty
        $lines -match 'Reading it again for what was missed \(pass 2 of 3\)' | Should -Not -BeNullOrEmpty
    }
}

Describe 'Messages with <Script>' -ForEach @(
    @{ Script = 'Get-SkipcallSequenceContact demo -Verbose'; Verbose = $true; Debug = $false }
    @{ Script = '$VerbosePreference = ''Continue''; Get-SkipcallSequenceContact demo'; Verbose = $true; Debug = $false }
    @{ Script = 'function Get-It { [CmdletBinding()] param() Get-SkipcallSequenceContact demo }; Get-It -Verbose'; Verbose = $true; Debug = $false }
    @{ Script = '$VerbosePreference = ''Continue''; Get-SkipcallSequenceContact demo -Verbose:$false'; Verbose = $false; Debug = $false }
    @{ Script = '$DebugPreference = ''Continue''; Get-SkipcallSequenceContact demo'; Verbose = $false; Debug = $true }
    @{ Script = 'function Get-It { $DebugPreference = ''Continue''; Get-SkipcallSequenceContact demo }; Get-It'; Verbose = $false; Debug = $true }
    @{ Script = '$DebugPreference = ''Continue''; Get-SkipcallSequenceContact demo -Debug:$false'; Verbose = $false; Debug = $false }
    @{ Script = 'Get-SkipcallSequenceContact demo'; Verbose = $false; Debug = $false }
) {
    It 'are verbose: <Verbose>, debug with the headers of the response: <Debug>' {
        New-SkipcallSandbox -Count 3 | Connect-Skipcall
        $written = & ([scriptblock]::Create($Script)) 4>&1 5>&1
        $lines = @($written | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | ForEach-Object Message)
        ($lines -match '/v1/sequences/demo/contacts').Count -gt 0 | Should -Be $Verbose
        $lines = @($written | Where-Object { $_ -is [System.Management.Automation.DebugRecord] } | ForEach-Object Message)
        ($lines -match 'X-RateLimit-Remaining').Count -gt 0 | Should -Be $Debug
        $lines -match 'sandbox0000' | Should -BeNullOrEmpty
    }
}

Describe '-Debug' {
    It 'shows the body of a response on one line, cut and without the key' {
        $sandbox = New-SkipcallSandbox -Count 100
        $sandbox | Connect-Skipcall
        $DebugPreference = 'Continue'
        $lines = Get-SkipcallSequenceContact demo 5>&1 | Where-Object { $_ -is [System.Management.Automation.DebugRecord] } | ForEach-Object Message
        $body = @($lines -match '"data":')
        $body | Should -HaveCount 1
        $body[0] | Should -Match '^GET /v1/sequences/demo/contacts\?page=1&limit=100: \{"data":\[\{"id":'
        $body[0].Length | Should -BeLessThan 2200
        $body[0] | Should -Not -Match '\n'
    }

    It 'shows the body of an error, without a key that the service repeats' {
        $sandbox = New-SkipcallSandbox -Fault @{ StatusCode = 500; Body = '{"message":"no: sk_test_sandbox0000000000000000 and ' + [char] 27 + '[31m"}'; Times = 0 }
        $sandbox | Connect-Skipcall -SkipVerification -MaximumRetryCount 0
        $DebugPreference = 'Continue'
        $lines = Get-SkipcallSequenceContact demo -ErrorAction SilentlyContinue 5>&1 | Where-Object { $_ -is [System.Management.Automation.DebugRecord] } | ForEach-Object Message
        "$lines" | Should -Match '"message":"no: '
        "$lines" | Should -Not -Match 'sandbox0000'
        "$lines" | Should -Not -Match ([char] 27)
    }
}
