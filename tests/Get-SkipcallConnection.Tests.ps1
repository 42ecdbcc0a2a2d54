#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
}

AfterAll {
    Disconnect-Skipcall
}

Describe 'Get-SkipcallConnection' {
    It 'writes nothing without a connection' {
        Disconnect-Skipcall
        Get-SkipcallConnection | Should -BeNullOrEmpty
    }

    It 'shows the address, the masked key and what is left of the rate limit' {
        New-SkipcallSandbox | Connect-Skipcall
        $connection = Get-SkipcallConnection
        $connection.BaseUri.Host | Should -Be 'sandbox.skipcall.invalid'
        $connection.ApiKey | Should -BeLike 'sk_test_?0000'
        $connection.RateLimit | Should -Be 1000
        $connection.RateLimitRemaining | Should -Be 999
        $connection.RateLimitReset | Should -BeGreaterThan ([datetimeoffset]::Now)
        $connection | Out-String -Width 80 | Should -Match 'BaseUri +ApiKey +IsSandbox +RateLimitRemaining'
    }
}

Describe 'A connection and other runspaces' {
    BeforeAll {
        $connection = New-SkipcallSandbox -Count 250 | Connect-Skipcall -PassThru
    }

    It 'is unknown in another runspace, and can be passed to it' {
        $result = Invoke-InRunspace -Argument @{ Connection = $connection } {
            param($Connection)
            @(Get-SkipcallConnection).Count
            @(Get-SkipcallSequenceContact demo -All -Connection $Connection).Count
            @(Get-SkipcallConnection).Count
        }
        $result.Output | Should -Be 0, 250, 0
    }

    It 'shares one rate limit in ForEach-Object -Parallel (PowerShell 7)' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $before = (Get-SkipcallConnection).RateLimitRemaining
        $module = "$PSScriptRoot/../Skipcall.psd1"
        $counts = 1..4 | ForEach-Object -Parallel {
            Import-Module $using:module
            @(Get-SkipcallSequenceContact demo -All -Connection $using:connection).Count
        }
        $counts | Should -Be 250, 250, 250, 250
        $before - (Get-SkipcallConnection).RateLimitRemaining | Should -Be 12
    }
}

Describe 'The connection and Import-Module' {
    BeforeAll {
        # In a runspace of its own, because the other files have imported this module too.
        $path = "$PSScriptRoot/../Skipcall.psd1"
    }

    It 'survives Import-Module -Force' {
        $result = Invoke-InRunspace -Argument @{ Path = $path } {
            param($Path)
            New-SkipcallSandbox | Connect-Skipcall
            Import-Module $Path -Force
            Import-Module $Path -Force
            @(Get-SkipcallConnection).Count
        }
        $result.Output | Should -Be 1
    }

    It 'ends with Remove-Module' {
        $result = Invoke-InRunspace -Argument @{ Path = $path } {
            param($Path)
            New-SkipcallSandbox | Connect-Skipcall
            Remove-Module Skipcall
            Import-Module $Path
            @(Get-SkipcallConnection).Count
        }
        $result.Output | Should -Be 0
    }
}

Describe 'Several connections' {
    BeforeAll {
        $first = [Skipcall.SequenceContact]@{ Id = 'a'; SequenceId = 's' } | New-SkipcallSandbox | Connect-Skipcall -PassThru
        $second = 1..3 | ForEach-Object { [Skipcall.SequenceContact]@{ Id = "b$_"; SequenceId = 's' } } | New-SkipcallSandbox | Connect-Skipcall -PassThru
        Disconnect-Skipcall
    }

    It 'are read in order, each with a receipt' {
        $contacts = Get-SkipcallSequenceContact s -All -Connection $first, $second -InformationVariable information
        $contacts.Id | Should -Be a, b1, b2, b3
        $information.MessageData.Written | Should -Be 1, 3
        $contacts = Get-SkipcallSequenceContact s -All -Connection $second, $first
        $contacts.Id | Should -Be b1, b2, b3, a
    }

    It 'share -First' {
        (Get-SkipcallSequenceContact s -First 2 -Connection $first, $second).Id | Should -Be a, b1
    }

    It 'are each sent a request by Invoke-SkipcallApi' {
        @(Invoke-SkipcallApi /v1/sequences/s/contacts -Connection $second, $first).id | Should -Be b1, b2, b3, a
    }

    It 'fail independently' {
        $broken = New-SkipcallSandbox -Fault @{ StatusCode = 500; Times = 0 } | Connect-Skipcall -SkipVerification -MaximumRetryCount 0 -PassThru
        $contacts = Get-SkipcallSequenceContact s -All -Connection $broken, $first -ErrorAction SilentlyContinue -ErrorVariable problems
        $contacts.Id | Should -Be a
        $problems.FullyQualifiedErrorId | Should -BeLike 'ServerError,*'
    }
}
