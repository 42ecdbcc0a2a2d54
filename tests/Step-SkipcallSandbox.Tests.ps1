#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force

    function Read-Contact($Sandbox, $SequenceId = 'demo') {
        Get-SkipcallSequenceContact $SequenceId -All -Connection ($Sandbox | Connect-Skipcall -PassThru)
    }
}

Describe 'Step-SkipcallSandbox' {
    It 'lets days pass, the same for the same seed' {
        $sandboxes = 1..4 | ForEach-Object { New-SkipcallSandbox -Date 2026-03-01 }
        Step-SkipcallSandbox -Sandbox $sandboxes[0] -Day 14 | Should -BeNullOrEmpty
        1..14 | ForEach-Object { $sandboxes[1] | Step-SkipcallSandbox }
        (Step-SkipcallSandbox $sandboxes[2] -Day 14 -Seed 7 -PassThru).Date | Should -Be ([datetime]'2026-03-15')

        $texts = $sandboxes | ForEach-Object { Read-Contact $_ | ConvertTo-Json -Depth 5 -Compress }
        $texts[1] | Should -BeExactly $texts[0]
        $texts[2] | Should -Not -BeExactly $texts[0]
        $texts[3] | Should -Not -BeExactly $texts[0]
    }

    It 'calls, changes, adds and removes contacts' {
        $sandbox = New-SkipcallSandbox -Date 2026-03-01
        $before = Read-Contact $sandbox
        Step-SkipcallSandbox $sandbox -Day 7
        $after = Read-Contact $sandbox

        $ids = Compare-Object $before.Id $after.Id
        $ids.SideIndicator | Sort-Object -Unique | Should -Be '<=', '=>'
        @($after.Calls | Where-Object { $_.StartedAt.UtcDateTime -gt '2026-03-02' }) | Should -Not -BeNullOrEmpty
        $statuses = $before | Group-Object Id -AsHashTable
        @($after | Where-Object { $statuses[$_.Id] -and $statuses[$_.Id].Status -ne $_.Status }) | Should -Not -BeNullOrEmpty
    }

    It 'works on your own contacts' {
        $sandbox = 1..40 | ForEach-Object { @{ FirstName = "Contact $_"; PhoneNumber = '+33612345678' } } | New-SkipcallSandbox -SequenceId spring
        Step-SkipcallSandbox $sandbox -Day 30
        (Read-Contact $sandbox spring).Calls | Should -Not -BeNullOrEmpty
        $sandbox.Date | Should -Be ([datetime]::Today.AddDays(30))
    }

    It 'refuses 0 days' {
        { Step-SkipcallSandbox (New-SkipcallSandbox) -Day 0 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}
