#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester hands what BeforeAll assigns on to It.')]
param()

# How a user of the module tests a script of their own: on the sandbox, which runs all of the module's code, and with Mock, which
# runs none of it. No key and no network in either.

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
    $script = "$PSScriptRoot/../samples/Export-HotLead.ps1"
    $leads = @(
        [Skipcall.SequenceContact]@{
            Id = '1'; SequenceId = 'demo'; Status = 'CONNECTED'; Tags = 'hot-lead', 'vip'
            Contact = @{ FirstName = 'Ada'; LastName = 'Byron, "the first"'; Company = 'Engines'; PhoneNumbers = '+447700900123' }
            Calls = @{ Status = 'NO_ANSWER'; StartedAt = '2026-01-14T09:00:00Z' }, @{ Status = 'COMPLETED'; StartedAt = '2026-01-15T10:30:00Z'; DurationSeconds = 150 }
        }
        [Skipcall.SequenceContact]@{ Id = '2'; SequenceId = 'demo'; Status = 'RESPONDER'; Tags = 'hot-lead'; Contact = @{ FirstName = 'Bob' } }
        [Skipcall.SequenceContact]@{ Id = '3'; SequenceId = 'demo'; Tags = 'callback'; Contact = @{ FirstName = 'Cy' } }
    )
}

Describe 'Export-HotLead.ps1, on a sandbox' {
    BeforeEach {
        $file = Join-Path $TestDrive 'hot.csv'
        Remove-Item $file -ErrorAction Ignore
        $sandbox = $leads | New-SkipcallSandbox
        $sandbox | Connect-Skipcall
        $sandbox.ClearRequests()
    }

    AfterAll {
        Disconnect-Skipcall
    }

    It 'writes the hot leads, the one called last first' {
        & $script -SequenceId demo -Path $file | ForEach-Object Name | Should -Be 'hot.csv'
        $rows = Import-Csv $file
        $rows.Name | Should -Be 'Ada Byron, "the first"', 'Bob'
        $rows[0].Tags | Should -Be 'hot-lead; vip'
        $rows[0].LastCallAt | Should -BeLike '2026-01-15T10:30:00*'
    }

    It 'lets the service filter' {
        $null = & $script -SequenceId demo -Path $file
        $sandbox.Requests.Tag | Sort-Object -Unique | Should -Be 'hot-lead'
    }

    It 'writes a header when there are none' {
        $null = & $script -SequenceId demo -Path $file -Tag nobody-has-this
        Get-Content $file | Should -BeLike '"Name",*,"Id"'
    }

    It 'leaves the old file as it was when the list can''t be had, and nothing beside it' {
        Set-Content $file 'yesterday'
        $leads | New-SkipcallSandbox -Fault @{ Page = 1; StatusCode = 500; Times = 0 } | Connect-Skipcall -MaximumRetryCount 0
        { & $script -SequenceId demo -Path $file } | Should -Throw -ErrorId 'ServerError,*'
        Get-Content $file | Should -Be 'yesterday'
        Get-ChildItem $TestDrive -Filter *.tmp | Should -BeNullOrEmpty
    }

    It 'waits for the rate limit by itself' {
        $sandbox = New-SkipcallSandbox -Count 500 -RateLimit 2 -RateWindowSec 1
        $sandbox | Connect-Skipcall
        $null = & $script -SequenceId demo -Path $file
        @(Import-Csv $file).Count | Should -BeGreaterThan 10
        $sandbox.Requests | Should -HaveCount 3 -Because 'one was the check of the key, and two readings had to agree'
        $sandbox.Requests.StatusCode | Should -Not -Contain 429
    }
}

Describe 'Export-HotLead.ps1, with mocks' {
    BeforeAll {
        # A mock takes the parameters' types and leaves their conversions behind: without these it would refuse what the cmdlet takes.
        Mock Connect-Skipcall -RemoveParameterType ApiKey
        Mock Get-SkipcallConnection
        Mock Get-SkipcallSequenceContact -RemoveParameterType Connection { $leads[0] }
        $file = Join-Path $TestDrive 'mocked.csv'
    }

    It 'connects, and asks once for a whole list of hot leads' {
        $null = & $script -SequenceId demo -Path $file
        Should -Invoke Connect-Skipcall -Exactly 1
        Should -Invoke Get-SkipcallSequenceContact -Exactly 1 -ParameterFilter { $SequenceId -eq 'demo' -and $Snapshot -and $Tag -contains 'hot-lead' }
        (Import-Csv $file).Phone | Should -Be '+447700900123'
    }

    It 'writes no file when the service fails' {
        Mock Get-SkipcallSequenceContact -RemoveParameterType Connection { throw 'The service failed.' }
        { & $script -SequenceId demo -Path (Join-Path $TestDrive 'none.csv') } | Should -Throw 'The service failed.'
        Join-Path $TestDrive 'none.csv' | Should -Not -Exist
    }

    It 'takes what a user''s script hands over: <Name>' -ForEach @(
        @{ Name = 'a key as text'; Call = { Connect-Skipcall -ApiKey sk_test_x } }
        @{ Name = 'a connection that is none'; Call = { Get-SkipcallSequenceContact demo -Connection 'a stand-in' } }
        @{ Name = 'statuses as text'; Call = { Get-SkipcallSequenceContact demo -Status CONNECTED, RESPONDER } }
        @{ Name = 'paging'; Call = { Get-SkipcallSequenceContact demo -First 5 -Skip 10 } }
    ) {
        $Call | Should -Not -Throw
    }
}
