BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../Skipcall.psd1')
}

Describe 'Get-SkipcallSequenceChange' {
    BeforeEach {
        $script:state = Join-Path $TestDrive ([guid]::NewGuid())
        $script:sandbox = New-SkipcallSandbox -Count 60 -Date 2026-03-01
        $sandbox | Connect-Skipcall
    }

    It 'reports every contact as added in the first run, for one request per 100 contacts' {
        $sandbox.ClearRequests()
        $changes = Get-SkipcallSequenceChange demo -StatePath $state
        $changes | Should -HaveCount 60
        $changes.Kind | Sort-Object -Unique | Should -Be 'Added'
        $changes[0].Contact | Should -BeOfType Skipcall.SequenceContact
        $sandbox.Requests | Should -HaveCount 1
    }

    It 'reports nothing when nothing changed' {
        $null = Get-SkipcallSequenceChange demo -StatePath $state
        Confirm-SkipcallSequenceChange -StatePath $state
        Get-SkipcallSequenceChange demo -StatePath $state | Should -BeNullOrEmpty
    }

    It 'reports unconfirmed changes again with the same ids' {
        $first = Get-SkipcallSequenceChange demo -StatePath $state
        $second = Get-SkipcallSequenceChange demo -StatePath $state
        $second.ChangeId | Should -Be $first.ChangeId
    }

    It 'keeps a copy equal to the sequence over three weeks' {
        $copy = @{}
        foreach ($day in 1..21) {
            Step-SkipcallSandbox $sandbox
            foreach ($change in Get-SkipcallSequenceChange demo -StatePath $state) {
                if ($change.Kind -eq 'Removed') {
                    $change.Contact | Should -BeNullOrEmpty
                    $copy.Remove($change.Id)
                } else {
                    $copy[$change.Id] = $change.Contact
                }
            }
            Confirm-SkipcallSequenceChange -StatePath $state
        }

        $now = Get-SkipcallSequenceContact demo -All
        $copy.Keys | Sort-Object | Should -Be ($now.Id | Sort-Object)
        foreach ($contact in $now) {
            $copy[$contact.Id].Status | Should -Be $contact.Status
            $copy[$contact.Id].CallCount | Should -Be $contact.CallCount
            "$($copy[$contact.Id].Tags | Sort-Object)" | Should -Be "$($contact.Tags | Sort-Object)"
        }
    }

    It 'holds removals of more than half of the list back until -Force' {
        $null = Get-SkipcallSequenceChange demo -StatePath $state
        Confirm-SkipcallSequenceChange -StatePath $state
        $none = New-SkipcallSandbox -Contact @(@{ Id = 'other'; FullName = 'Ada' }) -SequenceId demo
        $connection = $none | Connect-Skipcall -PassThru
        $changes = Get-SkipcallSequenceChange demo -StatePath $state -Connection $connection -WarningVariable said -WarningAction SilentlyContinue
        $changes.Kind | Should -Not -Contain 'Removed'
        "$said" | Should -Match '-Force'
        $forced = Get-SkipcallSequenceChange demo -StatePath $state -Connection $connection -Force
        @($forced | Where-Object Kind -EQ 'Removed') | Should -HaveCount 60
    }

    It 'writes no names, numbers or email addresses to disk' {
        $contacts = Get-SkipcallSequenceChange demo -StatePath $state | ForEach-Object Contact
        $text = Get-ChildItem $state -File -Recurse | ForEach-Object { [IO.File]::ReadAllText($_.FullName) + [Text.Encoding]::Unicode.GetString([IO.File]::ReadAllBytes($_.FullName)) }
        foreach ($contact in $contacts) {
            "$text".Contains($contact.FullName) | Should -BeFalse
            if ($contact.Email) { "$text".Contains($contact.Email) | Should -BeFalse }
            if ($contact.PhoneNumber) { "$text".Contains("$($contact.PhoneNumber)") | Should -BeFalse }
        }
    }

    It 'shows a damaged state as InvalidState and does not overwrite it' {
        $null = Get-SkipcallSequenceChange demo -StatePath $state
        Confirm-SkipcallSequenceChange -StatePath $state
        $file = Get-ChildItem $state -File | Sort-Object Length | Select-Object -Last 1
        $bytes = [IO.File]::ReadAllBytes($file.FullName)
        $bytes[$bytes.Length / 2] = $bytes[$bytes.Length / 2] -bxor 255
        [IO.File]::WriteAllBytes($file.FullName, $bytes)
        { Get-SkipcallSequenceChange demo -StatePath $state } | Should -Throw -ErrorId 'InvalidState,*'
        [IO.File]::ReadAllBytes($file.FullName) | Should -Be $bytes
    }

    It 'shows each column under the name of its property' {
        $change = Get-SkipcallSequenceChange demo -StatePath $state | Select-Object -First 1
        $header = ($change | Format-Table | Out-String -Width 120).Trim() -split '\r?\n' | Select-Object -First 1
        foreach ($name in -split $header) {
            $change.psobject.Properties.Name | Should -Contain $name
        }
    }
}

Describe 'Confirm-SkipcallSequenceChange' {
    BeforeEach {
        $script:state = Join-Path $TestDrive ([guid]::NewGuid())
        New-SkipcallSandbox -Count 250 -Date 2026-03-01 | Connect-Skipcall
    }

    It 'is an error before any run' {
        { Confirm-SkipcallSequenceChange -StatePath $state } | Should -Throw -ErrorId 'InvalidState,*'
    }

    It 'is an error after a run that was cut short' {
        $null = Get-SkipcallSequenceChange demo -StatePath $state | Select-Object -First 1
        { Confirm-SkipcallSequenceChange -StatePath $state -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidState,*'
    }

    It 'confirms nothing with -WhatIf' {
        $first = Get-SkipcallSequenceChange demo -StatePath $state
        Confirm-SkipcallSequenceChange -StatePath $state -WhatIf
        (Get-SkipcallSequenceChange demo -StatePath $state).ChangeId | Should -Be $first.ChangeId
    }
}
