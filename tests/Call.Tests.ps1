#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
    New-SkipcallSandbox | Connect-Skipcall
    $c = Get-SkipcallSequenceContact demo -All
}

AfterAll {
    Disconnect-Skipcall
}

Describe 'The calls of a contact' {
    BeforeAll {
        $now = [datetimeoffset]::Now
        $called = [Skipcall.SequenceContact]@{
            SequenceId = 's'; Contact = @{ Id = 'c'; FirstName = 'Ada'; LastName = 'Lovelace'; PhoneNumbers = '+33612345678' }
            Calls      = @(
                @{ Id = 'second'; Status = 'COMPLETED'; StartedAt = $now.AddDays(-1); DurationSeconds = 60 }
                @{ Id = 'first'; Status = 'NO_ANSWER'; StartedAt = $now.AddDays(-2); DurationSeconds = 20.5 }
                @{ Id = 'planned'; Status = 'QUEUED'; CreatedAt = $now; DurationSeconds = 1000 }
            )
        }
        $never = [Skipcall.SequenceContact]@{ Calls = @{ Status = 'NOT_INITIATED'; CreatedAt = $now } }
    }

    It 'count if they took place' {
        $called.CallCount | Should -Be 2
        $called.LastCall.Id | Should -Be second
        $called.LastCallAt | Should -Be $now.AddDays(-1)
        $called.TalkTime | Should -Be ([timespan]::FromSeconds(80.5))
    }

    It 'that did not take place leave a contact never called' {
        $never.CallCount | Should -Be 0
        $never.LastCall | Should -BeNullOrEmpty
        $never.LastCallAt | Should -BeNullOrEmpty
        $never.TalkTime | Should -Be ([timespan]::Zero)
    }

    It 'agree in every property, over all sample contacts' {
        $withoutCall = @($c | Where-Object CallCount -EQ 0).Count
        $withoutCall | Should -BeGreaterThan 0
        @($c | Where-Object { -not $_.LastCallAt }) | Should -HaveCount $withoutCall
        @($c | Where-Object { -not $_.LastCall }) | Should -HaveCount $withoutCall
        @($c | Where-Object { -not ($_.Calls | Where-Object StartedAt) }) | Should -HaveCount $withoutCall
        ($c | Measure-Object CallCount -Sum).Sum | Should -Be @($c.Calls | Where-Object StartedAt).Count
    }

    It 'are answered if their status is CONNECTED or COMPLETED: <Status> is <Answered>' -ForEach @(
        foreach ($status in 'CONNECTED', 'COMPLETED') { @{ Status = $status; Answered = $true } }
        foreach ($status in 'NO_ANSWER', 'VOICEMAIL', 'IN_PROGRESS', 'NEW_STATUS') { @{ Status = $status; Answered = $false } }
    ) {
        ([Skipcall.Call]@{ Status = $Status }).IsAnswered | Should -Be $Answered
    }

    It 'have the properties of their contact, also when added later' {
        $called.Calls[0] | Select-Object SequenceId, ContactId, FullName, PhoneNumber | ForEach-Object { $_.psobject.Properties.Value } |
            Should -Be 's', 'c', 'Ada Lovelace', '+33612345678'
        $contact = [Skipcall.SequenceContact]@{ SequenceId = 'later' }
        $contact.Calls.Add([Skipcall.Call]@{ Status = 'BUSY' })
        $contact.Calls[0].SequenceId | Should -Be later
    }

    It 'without a contact have no name' {
        ([Skipcall.Call]@{ Status = 'BUSY' }).FullName | Should -BeNullOrEmpty
    }

    It 'have a talk time for durations of any size' {
        $contact = [Skipcall.SequenceContact]@{ Calls = @(1..20 | ForEach-Object { @{ StartedAt = $now; DurationSeconds = 9e10 } }) }
        $contact.TalkTime | Should -Be ([timespan]::MaxValue)
        ([Skipcall.Call]@{ DurationSeconds = 90.5 }).Duration | Should -Be ([timespan]::FromSeconds(90.5))
    }
}
