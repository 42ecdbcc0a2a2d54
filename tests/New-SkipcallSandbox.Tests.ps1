#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
}

AfterAll {
    Disconnect-Skipcall
}

Describe 'New-SkipcallSandbox' {
    It 'has sample sequences, the same each time' {
        $sandbox = New-SkipcallSandbox
        $sandbox.SequenceIds | Should -Be demo, empty, large
        $ids = 1..2 | ForEach-Object {
            New-SkipcallSandbox | Connect-Skipcall
            (Get-SkipcallSequenceContact demo -All).Id -join ' '
        }
        $ids[0] | Should -Be $ids[1]
    }

    It 'has the contacts it is given' {
        $sandbox = @(
            [Skipcall.SequenceContact]@{ Status = 'CONNECTED'; Tags = 'hot-lead'; Contact = @{ FirstName = 'Ada' } }
            [Skipcall.SequenceContact]@{ SequenceId = 'other'; Contact = @{ FirstName = 'Bob'; PhoneNumbers = '+33612345678' } }
        ) | New-SkipcallSandbox
        $sandbox | Connect-Skipcall
        (Get-SkipcallSequenceContact demo).FullName | Should -Be Ada
        (Get-SkipcallSequenceContact other).PhoneNumber | Should -Be '+33612345678'
    }

    It 'fails as it is told to, and the module gets over it' {
        $sandbox = New-SkipcallSandbox -Fault @{ Page = 2; StatusCode = 503 }
        $sandbox | Connect-Skipcall
        Get-SkipcallSequenceContact demo -All | Should -HaveCount 250
        ($sandbox.Requests | Group-Object StatusCode -AsHashTable)[503] | Should -HaveCount 1
    }

    It 'records what it was asked, and no key' {
        $sandbox = New-SkipcallSandbox
        $sandbox | Connect-Skipcall
        $sandbox.ClearRequests()
        $null = Get-SkipcallSequenceContact demo -First 10 -Tag vip -Status ERROR
        $request = $sandbox.Requests
        $request | Should -HaveCount 1
        $request.SequenceId, $request.Page, $request.Limit, $request.Tag, $request.Status | Should -Be demo, 1, 100, vip, ERROR
        $request | ConvertTo-Json | Should -Not -Match 'sandbox0000'
    }

    It 'says what a fault can be' {
        { New-SkipcallSandbox -Fault nonsense } | Should -Throw -ExpectedMessage '*Truncate*'
    }
}
