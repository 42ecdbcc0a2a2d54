#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

Describe 'Export-SequenceCall.ps1' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
        $script = "$PSScriptRoot/../samples/Export-SequenceCall.ps1"
        $header = '"CallId","SequenceId","ContactId","FullName","PhoneNumber","Status","IsAnswered","StartedAt","EndedAt","DurationSeconds","CreatedAt"'
        @(
            [Skipcall.SequenceContact]@{
                SequenceId = 's1'; Contact = @{ Id = 'c1'; FirstName = 'Ada'; LastName = '=1+1'; PhoneNumbers = '+33612345678' }
                Calls = @{ Id = 'a'; Status = 'COMPLETED'; StartedAt = '2026-01-15T23:30:00+02:00'; EndedAt = '2026-01-15T21:31:30Z'; DurationSeconds = 90.5; CreatedAt = '2026-01-15T21:29:59Z' },
                @{ Id = 'b'; Status = 'NO_ANSWER'; CreatedAt = '2025-01-01T00:00:00Z' }
            }
            [Skipcall.SequenceContact]@{ SequenceId = 's2'; Contact = @{ Id = 'c2' } }
        ) | New-SkipcallSandbox | Connect-Skipcall
    }

    AfterAll {
        Disconnect-Skipcall
    }

    It 'writes one row a call with its contact, times in UTC, the same in <_>' -ForEach 'en-US', 'fr-FR' {
        $kept = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            $null = & $script -SequenceId s1, s2 -Path "$TestDrive/calls.csv" -WarningAction SilentlyContinue
        } finally {
            [cultureinfo]::CurrentCulture = $kept
        }

        Get-Content "$TestDrive/calls.csv" | Should -BeExactly @(
            $header
            '"a","s1","c1","Ada =1+1","+33612345678","COMPLETED","1","2026-01-15T21:30:00Z","2026-01-15T21:31:30Z","90.5","2026-01-15T21:29:59Z"'
            '"b","s1","c1","Ada =1+1","+33612345678","NO_ANSWER","0",,,,"2025-01-01T00:00:00Z"'
        )
    }

    It 'writes a header if there are no calls' {
        $null = & $script -SequenceId s2 -Path "$TestDrive/none.csv" -WarningAction SilentlyContinue
        Get-Content "$TestDrive/none.csv" | Should -BeExactly $header
    }

    It 'writes no byte order mark' {
        $null = & $script -SequenceId s1 -Path "$TestDrive/calls.csv" -WarningAction SilentlyContinue
        [char] [System.IO.File]::ReadAllBytes("$TestDrive/calls.csv")[0] | Should -Be '"'
    }
}
