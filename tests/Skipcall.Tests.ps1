#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
}

Describe 'The main job, as a user does it' {
    BeforeAll {
        $sandbox = New-SkipcallSandbox -Count 1234
        $sandbox | Connect-Skipcall
        $sandbox.ClearRequests()
    }

    AfterAll {
        Disconnect-Skipcall
    }

    BeforeEach {
        $sandbox.ClearRequests()
    }

    It 'gets a whole sequence, typed, with one request for each hundred' {
        $contacts = Get-SkipcallSequenceContact demo -All
        $contacts | Should -HaveCount 1234
        $contacts[0] | Should -BeOfType ([Skipcall.SequenceContact])
        ($contacts.Id | Sort-Object -Unique).Count | Should -Be 1234
        $sandbox.Requests | Should -HaveCount 13
    }

    It 'filters by status and by tag in the service' {
        $reached = Get-SkipcallSequenceContact demo -All -Status CONNECTED
        $reached | Group-Object Status | ForEach-Object Name | Should -Be 'CONNECTED'
        $hot = Get-SkipcallSequenceContact demo -All -Tag hot-lead
        $hot | Where-Object { $_.Tags.Label -notcontains 'hot-lead' } | Should -BeNullOrEmpty
        $sandbox.Requests.Status | Should -Contain 'CONNECTED'
    }

    It 'costs one request when one is wanted' {
        Get-SkipcallSequenceContact demo -All | Select-Object -First 1 | Should -HaveCount 1
        $sandbox.Requests | Should -HaveCount 1
    }

    It 'warns with the true total when there is more than a page' {
        $contacts = Get-SkipcallSequenceContact demo -WarningVariable warnings -WarningAction SilentlyContinue
        $contacts | Should -HaveCount 100
        "$warnings" | Should -Match '1234'
    }

    It 'leaves a receipt' {
        $null = Get-SkipcallSequenceContact demo -All -InformationVariable information
        $receipt = ($information | Where-Object Tags -Contains SkipcallReceipt).MessageData
        $receipt.Complete | Should -BeTrue
        $receipt.Written | Should -Be 1234
        $receipt.Requests | Should -Be 13
    }

    It 'names an unknown sequence and goes on with the others' {
        $contacts = Get-SkipcallSequenceContact nope, demo -First 5 -ErrorVariable problems -ErrorAction SilentlyContinue
        $contacts | Should -HaveCount 5
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'SequenceNotFound,*'
        $problems[0].TargetObject | Should -Be 'nope'
    }

    It 'says so when there is no connection' {
        Disconnect-Skipcall
        { Get-SkipcallSequenceContact demo } | Should -Throw -ErrorId 'NotConnected,*'
        $sandbox | Connect-Skipcall
    }
}

Describe 'A list that breaks off' {
    It 'is an error that no preference of the cmdlet hides, and a receipt that says so' {
        New-SkipcallSandbox -Fault @{ Page = 2; StatusCode = 500; Times = 0 } | Connect-Skipcall -MaximumRetryCount 0
        $written = [System.Collections.Generic.List[object]]::new()
        { Get-SkipcallSequenceContact demo -All -ErrorAction SilentlyContinue -InformationVariable script:information | ForEach-Object { $written.Add($_) } } |
            Should -Throw -ErrorId 'IncompleteResult,*'
        $written | Should -HaveCount 100
        $information.MessageData.Complete | Should -BeFalse
    }
}

Describe 'The quick start' {
    It 'runs from its file and shows contacts' {
        $shown = & "$PSScriptRoot/../samples/QuickStart.ps1" | Out-String
        $shown | Should -Match "has 250 contacts"
        $shown | Should -Match 'CONNECTED'
    }
}
