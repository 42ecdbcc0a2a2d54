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
