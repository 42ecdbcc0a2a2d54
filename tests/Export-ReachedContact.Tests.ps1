#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

Describe 'Export-ReachedContact.ps1' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
        $script = "$PSScriptRoot/../samples/Export-ReachedContact.ps1"
        $noon = [datetimeoffset] [datetime]::Today.AddHours(12)
        $calls = @(
            @{ Id = 'old'; Status = 'NO_ANSWER'; StartedAt = $noon.AddDays(-1) }
            @{ Id = 'good'; Status = 'COMPLETED'; StartedAt = $noon.AddDays(-1); EndedAt = $noon.AddDays(-1).AddSeconds(90); DurationSeconds = 90.5 }
            @{ Id = 'today'; Status = 'COMPLETED'; StartedAt = $noon }
        )
        @(
            [Skipcall.SequenceContact]@{ Status = 'CONNECTED'; Tags = 'hot-lead', 'vip'; Contact = @{ Id = 'c1'; FirstName = 'Ada'; PhoneNumbers = '+33612345678' }; Calls = $calls }
            [Skipcall.SequenceContact]@{ Status = 'RESPONDER'; Contact = @{ FirstName = 'Bob' }; Calls = @{ Status = 'VOICEMAIL'; StartedAt = $noon.AddDays(-1) } }
        ) | New-SkipcallSandbox | Connect-Skipcall
    }

    AfterAll {
        Disconnect-Skipcall
    }

    It 'writes yesterday''s conversations, the same in <_>' -ForEach 'en-US', 'fr-FR' {
        $kept = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            $null = & $script -SequenceId demo -Path "$TestDrive/reached.csv" -WarningAction SilentlyContinue
        } finally {
            [cultureinfo]::CurrentCulture = $kept
        }

        $rows = @(Import-Csv "$TestDrive/reached.csv")
        $rows.CallId | Should -Be 'good'
        $rows[0].ExternalId | Should -Be 'c1'
        $rows[0].Phone | Should -BeExactly '+33612345678'
        $rows[0].CallStartedAt | Should -Be $noon.AddDays(-1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")
        $rows[0].DurationSeconds | Should -Be '90.5'
        $rows[0].Tags | Should -Be 'hot-lead; vip'
    }

    It 'writes the conversations of another day' {
        $null = & $script -SequenceId demo -Path "$TestDrive/today.csv" -Date ([datetime]::Today) -WarningAction SilentlyContinue
        (Import-Csv "$TestDrive/today.csv").CallId | Should -Be 'today'
    }

    It 'writes a header for a day without conversations' {
        $null = & $script -SequenceId demo -Path "$TestDrive/none.csv" -Date ([datetime]::Today.AddDays(-9)) -WarningAction SilentlyContinue
        Get-Content "$TestDrive/none.csv" | Should -BeLike '"ExternalId",*,"CallId"'
    }
}
