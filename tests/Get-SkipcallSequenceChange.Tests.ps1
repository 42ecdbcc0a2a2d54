#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

# What the engine promises about changes is in its own tests. Here: the cmdlets, in the hands of a user.

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
}

AfterAll {
    Disconnect-Skipcall
}

Describe 'Get-SkipcallSequenceChange' {
    BeforeEach {
        $sandbox = New-SkipcallSandbox -Date 2025-12-14
        $sandbox | Connect-Skipcall
        $state = Join-Path $TestDrive ([guid]::NewGuid())
    }

    It 'reports everything, then nothing, then what changed in a week' {
        $first = @(Get-SkipcallSequenceChange demo -StatePath $state)
        $first | Should -HaveCount 250
        $first[0] | Should -BeOfType ([Skipcall.ContactChange])
        $first.Kind | Sort-Object -Unique | Should -Be Added
        Confirm-SkipcallSequenceChange -StatePath $state
        Get-SkipcallSequenceChange demo -StatePath $state | Should -BeNullOrEmpty

        $before = (Get-SkipcallSequenceContact demo -All).Id
        Step-SkipcallSandbox -Sandbox $sandbox -Day 7
        $after = Get-SkipcallSequenceContact demo -All
        $changes = @(Get-SkipcallSequenceChange demo -StatePath $state)
        ($changes | Where-Object Kind -EQ Removed).Id | Sort-Object | Should -Be ($before | Where-Object { $_ -notin $after.Id } | Sort-Object)
        ($changes | Where-Object Kind -EQ Added).Id | Sort-Object | Should -Be ($after.Id | Where-Object { $_ -notin $before } | Sort-Object)
        $called = $changes | Where-Object { $_.Changed -contains 'Status' -and $_.Status -eq 'CONNECTED' }
        $called | Should -Not -BeNullOrEmpty
        $called.Contact.Status | Sort-Object -Unique | Should -Be CONNECTED
    }

    It 'reads as many pages as there are, and shows its progress and a receipt' {
        $null = Get-SkipcallSequenceChange demo -StatePath $state
        Confirm-SkipcallSequenceChange -StatePath $state
        $sandbox.ClearRequests()
        $null = Get-SkipcallSequenceChange demo -StatePath $state -InformationVariable information
        $sandbox.Requests | Should -HaveCount 3
        $receipt = $information.MessageData
        $receipt.Complete, $receipt.Written, $receipt.Requests, $receipt.SequenceId | Should -Be $true, 0, 3, 'demo'
        $receipt.RunId | Should -BeOfType ([guid])
    }

    It 'reports again what was not confirmed, with the same ids' {
        $first = Get-SkipcallSequenceChange demo -StatePath $state
        $second = Get-SkipcallSequenceChange demo -StatePath $state
        $second.ChangeId | Should -Be $first.ChangeId
    }

    It 'keeps a copy equal to the sequence over three weeks' {
        $copy = @{}
        foreach ($day in 1..21) {
            Step-SkipcallSandbox $sandbox
            foreach ($change in Get-SkipcallSequenceChange demo -StatePath $state) {
                if ($change.Kind -eq 'Removed') { $copy.Remove($change.Id) } else { $copy[$change.Id] = $change.Contact }
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

    It 'reads a sequence once if contacts from the pipeline name it again' {
        Get-SkipcallSequenceContact demo -First 3 | Get-SkipcallSequenceChange -StatePath $state | Should -HaveCount 250
    }

    It 'says in the receipt how many changes there were' {
        $null = Get-SkipcallSequenceChange demo -StatePath $state -InformationVariable information
        "$($information.MessageData)" | Should -Be 'demo: complete, 250 changes, 250 contacts, 3 requests'
    }

    It 'reads several sequences, from the pipeline too' {
        $changes = 'demo', 'empty' | Get-SkipcallSequenceChange -StatePath $state
        $changes.SequenceId | Sort-Object -Unique | Should -Be demo
        Confirm-SkipcallSequenceChange -StatePath $state
        'demo', 'empty' | Get-SkipcallSequenceChange -StatePath $state | Should -BeNullOrEmpty
        @(Get-ChildItem $state -Filter *.changes) | Should -HaveCount 2
    }

    It 'goes on with the next sequence if one does not exist' {
        $changes = Get-SkipcallSequenceChange nope, demo -StatePath $state -ErrorVariable problems -ErrorAction SilentlyContinue
        $changes | Should -HaveCount 250
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'SequenceNotFound,*'
        { Confirm-SkipcallSequenceChange -StatePath $state } | Should -Throw '*nope*Confirmed: ''demo''.' -ErrorId 'InvalidState,*'
        Get-SkipcallSequenceChange demo -StatePath $state | Should -BeNullOrEmpty
    }

    It 'writes correct changes before it fails, and the same again in the next run' {
        New-SkipcallSandbox -Fault @{ Page = 2; StatusCode = 500; Times = 0 } -Count 150 | Connect-Skipcall -MaximumRetryCount 0
        $written = [System.Collections.Generic.List[object]]::new()
        { Get-SkipcallSequenceChange demo -StatePath $state | ForEach-Object { $written.Add($_) } } | Should -Throw -ErrorId 'IncompleteResult,*'
        $Error[0].ErrorDetails.RecommendedAction | Should -Match 'reported again'
        $written | Should -HaveCount 100
        New-SkipcallSandbox -Count 150 | Connect-Skipcall
        $again = Get-SkipcallSequenceChange demo -StatePath $state
        $again | Should -HaveCount 150
        $again.ChangeId[0..99] | Should -Be $written.ChangeId
    }

    It 'takes a relative path and one on a PowerShell drive' {
        Push-Location $TestDrive
        try {
            $null = Get-SkipcallSequenceChange demo -StatePath ./relative/state
            'relative/state' | Should -Exist
            $null = Get-SkipcallSequenceChange demo -StatePath TestDrive:/drive
            "$TestDrive/drive" | Should -Exist
            Confirm-SkipcallSequenceChange -StatePath TestDrive:/drive
            { Get-SkipcallSequenceChange demo -StatePath Env:/x } | Should -Throw -ErrorId 'InvalidRequest,*'
        } finally {
            Pop-Location
        }
    }

    It 'lets no second run use the state while a pipeline is running' {
        $second = Get-SkipcallSequenceChange demo -StatePath $state | Select-Object -First 1 | ForEach-Object {
            try { Get-SkipcallSequenceChange demo -StatePath $state } catch { $_.FullyQualifiedErrorId }
        }
        $second | Should -BeLike 'InvalidState,*'
        Get-SkipcallSequenceChange demo -StatePath $state | Should -HaveCount 250
    }

    It 'ends with <ErrorId> for <Name>' -ForEach @(
        @{ Name = 'a damaged state'; ErrorId = 'InvalidState'; Content = 'junk' }
        @{ Name = 'an empty file'; ErrorId = 'InvalidState'; Content = '' }
    ) {
        $null = Get-SkipcallSequenceChange demo -StatePath $state
        $file = Get-ChildItem $state -Filter *.changes
        [System.IO.File]::WriteAllText($file.FullName, $Content)
        { Get-SkipcallSequenceChange demo -StatePath $state } | Should -Throw -ErrorId "$ErrorId,*"
        [System.IO.File]::ReadAllText($file.FullName) | Should -BeExactly $Content
    }

    It 'ends with InvalidState if the folder can''t be made' {
        [System.IO.File]::WriteAllText("$TestDrive/file", '')
        { Get-SkipcallSequenceChange demo -StatePath "$TestDrive/file/state" } | Should -Throw -ErrorId 'InvalidState,*' -ExpectedMessage '*can''t be created*'
    }

    It 'ends with NotConnected without a connection' {
        Disconnect-Skipcall
        { Get-SkipcallSequenceChange demo -StatePath $state } | Should -Throw -ErrorId 'NotConnected,*'
        $state | Should -Not -Exist
    }

    It 'removes more than half of a sequence only with -Force' {
        $contacts = 1..30 | ForEach-Object { [Skipcall.SequenceContact]@{ Id = "$_"; SequenceId = 's' } }
        $contacts | New-SkipcallSandbox | Connect-Skipcall
        $null = Get-SkipcallSequenceChange s -StatePath $state
        Confirm-SkipcallSequenceChange -StatePath $state
        $contacts[0..9] | New-SkipcallSandbox | Connect-Skipcall
        Get-SkipcallSequenceChange s -StatePath $state -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -BeLike '20 of the 30 known contacts*-Force*'
        Get-SkipcallSequenceChange s -StatePath $state -Force:$false -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        Get-SkipcallSequenceChange s -StatePath $state -Force | Should -HaveCount 20
    }

    It 'shows progress in every pass' -Tag Once {
        $run = Invoke-InRunspace {
            param($state)
            New-SkipcallSandbox -Count 1200 -LatencyMs 700 | Connect-Skipcall
            $null = Get-SkipcallSequenceChange demo -StatePath $state
        } @{ state = "$state" }
        $run.ErrorIds | Should -BeNullOrEmpty
        ($run.Progress.Record | Where-Object RecordType -EQ Processing).StatusDescription | Should -Match '^demo: page \d+ of 12'
        $run.Progress.Record.Activity | Sort-Object -Unique | Should -Be Get-SkipcallSequenceChange
    }

    It 'offers sequences and connections with the Tab key' {
        $mine = Get-SkipcallConnection
        $line = 'Get-SkipcallSequenceChange '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be demo, empty, large
        $line = 'Get-SkipcallSequenceChange demo -Connection $min'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be '$mine'
    }
}

Describe 'A change' {
    BeforeAll {
        $sandbox = New-SkipcallSandbox -Date 2025-12-14
        $sandbox | Connect-Skipcall
        $state = Join-Path $TestDrive views
        $null = Get-SkipcallSequenceChange demo -StatePath $state
        Confirm-SkipcallSequenceChange -StatePath $state
        Step-SkipcallSandbox -Sandbox $sandbox -Day 14
        $changes = Get-SkipcallSequenceChange demo -StatePath $state
        $rich = $changes | Where-Object { $_.Kind -eq 'Updated' -and $_.NewCalls.Count -and $_.AddedTags.Count -and $_.Changed -contains 'Status' } | Select-Object -First 1
        $removed = $changes | Where-Object Kind -EQ Removed | Select-Object -First 1

        function ConvertTo-Whole ($Change) {
            $Change | Select-Object * -ExcludeProperty ObservedAfter, ObservedBefore | ConvertTo-Json -Depth 8 -Compress
            $Change.ObservedAfter.UtcTicks, $Change.ObservedBefore.UtcTicks
        }
    }

    It 'has a table whose columns are its properties' {
        $text = $rich, $removed | Format-Table | Out-String -Width 200
        $header = @($text -split '\r?\n' | Where-Object { $_ })[0]
        $columns = -split $header
        $columns | Should -Be Kind, Contact, Status, Changed, PreviousStatus, AddedTags
        $columns | ForEach-Object { $rich.psobject.Properties.Name | Should -Contain $_ }
        $text | Should -Match 'Updated'
        $text | Should -Match $removed.Id
        $text | Should -Match ([regex]::Escape($rich.Contact.FullName))
    }

    It 'leaves out columns in a narrow window, and cuts no other' {
        $text = $rich, $removed | Format-Table | Out-String -Width 80
        -split @($text -split '\r?\n' | Where-Object { $_ })[0] | Should -Be Kind, Contact, Status, Changed
        $text | Should -Match 'Status; Tags; Calls'
        $text | Should -Match $removed.Id
    }

    It 'shows everything in a list' {
        $text = $rich | Format-List | Out-String -Width 200
        foreach ($value in $rich.ChangeId, $rich.Id, $rich.ContactId, $rich.Changed[0], $rich.AddedTags[0], $rich.NewCalls[0].Status) {
            $text | Should -Match ([regex]::Escape($value))
        }
    }

    It 'is a readable row of a CSV file' {
        $row = $rich | ConvertTo-Csv | ConvertFrom-Csv
        $row.Changed | Should -Be ($rich.Changed -join '; ')
        $row.AddedTags | Should -Be ($rich.AddedTags -join '; ')
        $row.Contact | Should -Be "$($rich.Contact)"
        "$row" | Should -Not -Match 'System\.|Skipcall\.'
    }

    It 'comes back whole from CLIXML: <_>' -ForEach 'rich', 'removed' {
        $one = Get-Variable $_ -ValueOnly
        $one | Export-Clixml "$TestDrive/change.xml"
        $back = Import-Clixml "$TestDrive/change.xml"
        $back | Should -BeOfType ([Skipcall.ContactChange])
        ConvertTo-Whole $back | Should -Be (ConvertTo-Whole $one)
    }

    It 'shows no control characters' {
        $bad = "$([char] 27)[31m"
        $change = [Skipcall.ContactChange]@{ Kind = 'Updated'; Id = $bad; SequenceId = $bad; Status = $bad; PreviousStatus = $bad; AddedTags = $bad; RemovedTags = $bad; Contact = @{ FullName = $bad } }
        foreach ($view in 'Format-Table', 'Format-List', 'Format-Wide') {
            ($change | & $view | Out-String) -replace "$([char] 27)\[[\d;]*m" -replace "$([char] 27)\[0m" | Should -Not -Match "$([char] 27)"
            $change | & $view | Out-String | Should -Not -Match ([regex]::Escape($bad))
        }
    }
}
