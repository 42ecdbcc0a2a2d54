#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
}

AfterAll {
    Disconnect-Skipcall
}

Describe 'Get-SkipcallConnection' {
    It 'writes nothing without a connection' {
        Disconnect-Skipcall
        Get-SkipcallConnection | Should -BeNullOrEmpty
    }

    It 'shows where to, the masked key, and what is left of the budget' {
        New-SkipcallSandbox -RateLimit 100 | Connect-Skipcall
        $connection = Get-SkipcallConnection
        $connection.BaseUri.Host | Should -Be 'sandbox.skipcall.invalid'
        $connection.ApiKey | Should -BeLike 'sk_test_?0000'
        $connection.RateLimit | Should -Be 100
        $connection.RateLimitRemaining | Should -Be 99
        $connection.RateLimitReset | Should -BeGreaterThan ([datetimeoffset]::Now)
        $connection | Out-String -Width 80 | Should -Match 'API key +Limit +Remaining +Reset'
    }

    It 'is another one in another runspace, and can be handed over' {
        $connection = New-SkipcallSandbox -Count 250 | Connect-Skipcall -PassThru
        $module = "$PSScriptRoot/../Skipcall.psd1"
        $counts = 1..4 | ForEach-Object -Parallel {
            Import-Module $using:module
            [pscustomobject]@{
                Own      = @(Get-SkipcallConnection).Count
                Contacts = @(Get-SkipcallSequenceContact demo -All -Connection $using:connection).Count
            }
        }
        $counts.Own | Should -Be 0, 0, 0, 0
        $counts.Contacts | Should -Be 250, 250, 250, 250
        (Get-SkipcallConnection).RateLimitRemaining | Should -Be 987
    }
}
