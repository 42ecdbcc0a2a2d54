#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

Describe 'Export-SequenceContact.ps1 (PowerShell 7)' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
    BeforeAll {
        Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
        $script = "$PSScriptRoot/../samples/Export-SequenceContact.ps1"
    }

    AfterAll {
        Disconnect-Skipcall
    }

    It 'writes one file a sequence within one rate limit, without a 429' -Tag Once {
        $sandbox = 1..4 | ForEach-Object { $id = "s$_"; 1..250 | ForEach-Object { [Skipcall.SequenceContact]@{ SequenceId = $id } } } | New-SkipcallSandbox -RateLimit 8 -RateWindowSec 1
        $sandbox | Connect-Skipcall
        $results = & $script -SequenceId s1, s2, s3, s4 -Path "$TestDrive/many" -WarningAction SilentlyContinue
        $results | Where-Object Problem | Should -BeNullOrEmpty
        $results.Contacts | Should -Be 250, 250, 250, 250
        @($sandbox.Requests | Where-Object SequenceId) | Should -HaveCount 12
        $sandbox.Requests.StatusCode | Should -Not -Contain 429
        @(Import-Csv "$TestDrive/many/s1.csv", "$TestDrive/many/s4.csv") | Should -HaveCount 500
    }

    It 'names the sequence that failed, keeps its old file, and writes the others' {
        $null = New-Item -ItemType Directory "$TestDrive/some" -Force
        Set-Content "$TestDrive/some/nope.csv" 'yesterday'
        $results = [System.Collections.Generic.List[object]]::new()
        { & $script -SequenceId nope, demo -Path "$TestDrive/some" -Sandbox | ForEach-Object { $results.Add($_) } } | Should -Throw '*1 of 2*nope*'
        ($results | Sort-Object SequenceId).Path | Should -Be "$TestDrive/some/demo.csv", $null
        @(Import-Csv "$TestDrive/some/demo.csv") | Should -HaveCount 250
        Get-Content "$TestDrive/some/nope.csv" | Should -Be 'yesterday'
        Get-ChildItem "$TestDrive/some" -Filter *.tmp | Should -BeNullOrEmpty
    }
}
