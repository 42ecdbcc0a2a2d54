#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
}

AfterAll {
    Disconnect-Skipcall
}

Describe 'The main job, as a user does it' {
    BeforeAll {
        $sandbox = New-SkipcallSandbox -Count 1234
        $sandbox | Connect-Skipcall
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

    It 'stops fetching when Select-Object -First has enough' {
        Get-SkipcallSequenceContact demo -All | Select-Object -First 1 | Should -HaveCount 1
        $sandbox.Requests | Should -HaveCount 1
        Start-Sleep -Milliseconds 300
        $sandbox.Requests | Should -HaveCount 1
    }

    It 'leaves no error behind after Select-Object -First' {
        $Error.Clear()
        $null = Get-SkipcallSequenceContact demo -All -ErrorVariable problems | Select-Object -First 1
        $problems | Should -BeNullOrEmpty
        $Error | Should -HaveCount 0
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

    It 'writes contacts and nothing else to the pipeline' {
        $everything = Get-SkipcallSequenceContact demo -All -Verbose 4>$null
        $everything | ForEach-Object { $_.GetType().FullName } | Sort-Object -Unique | Should -Be 'Skipcall.SequenceContact'
    }

    It 'writes no variable, global or other' {
        $before = Get-Variable -Scope Global | ForEach-Object Name
        $null = Get-SkipcallSequenceContact demo -All
        Get-Variable -Scope Global | ForEach-Object Name | Where-Object { $_ -notin $before } | Should -BeNullOrEmpty
    }

    It 'is completed by the Tab key without a request' {
        $null = Get-SkipcallSequenceContact demo -First 100
        $sandbox.ClearRequests()
        $complete = { param($line) (TabExpansion2 $line $line.Length).CompletionMatches }
        (& $complete 'Get-SkipcallSequenceContact -Tag hot').CompletionText | Should -Be hot-lead
        (& $complete 'Get-SkipcallSequenceContact -SequenceId ').CompletionText | Should -Be demo, empty, large
        (& $complete 'Get-SkipcallSequenceContact demo -Status CONN').ToolTip | Should -Be 'The contact was reached.'
        $mine = Get-SkipcallConnection
        (& $complete 'Get-SkipcallSequenceContact demo -Connection ').CompletionText | Should -Contain '$mine'
        $mine | Should -Not -BeNullOrEmpty
        $sandbox.Requests | Should -HaveCount 0
    }
}

Describe 'Errors' {
    BeforeAll {
        New-SkipcallSandbox | Connect-Skipcall
    }

    It 'names an unknown sequence and goes on with the others' {
        $contacts = Get-SkipcallSequenceContact nope, demo -First 5 -ErrorVariable problems -ErrorAction SilentlyContinue
        $contacts | Should -HaveCount 5
        $problems[0].FullyQualifiedErrorId | Should -Be 'SequenceNotFound,Skipcall.Commands.GetSkipcallSequenceContactCommand'
        $problems[0].TargetObject | Should -Be 'nope'
    }

    It 'has the same id in every culture' -ForEach @(
        @{ Culture = 'en-US' }
        @{ Culture = 'fr-FR' }
        @{ Culture = 'tr-TR' }
    ) {
        $kept = [cultureinfo]::CurrentCulture, [cultureinfo]::CurrentUICulture
        try {
            [cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = $Culture
            { Get-SkipcallSequenceContact nope -ErrorAction Stop } | Should -Throw -ErrorId 'SequenceNotFound,*'
            { Get-SkipcallSequenceContact '..' -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidRequest,*'
        } finally {
            [cultureinfo]::CurrentCulture, [cultureinfo]::CurrentUICulture = $kept
        }
    }

    It 'has the documented ids and no others' {
        [enum]::GetNames([Skipcall.SkipcallErrorId]) | Should -Be @(
            'NotConnected', 'Unauthorized', 'SubscriptionRequired', 'PlanNotEligible', 'SequenceNotFound', 'InvalidRequest', 'RateLimitExceeded',
            'ServerError', 'ConnectionFailed', 'Timeout', 'InvalidResponse', 'IncompleteResult', 'DriftDetected')
    }

    It 'throws what broke off in the middle, whatever -ErrorAction says' {
        New-SkipcallSandbox -Fault @{ Page = 2; StatusCode = 500; Times = 0 } | Connect-Skipcall -MaximumRetryCount 0
        $written = [System.Collections.Generic.List[object]]::new()
        { Get-SkipcallSequenceContact demo -All -ErrorAction SilentlyContinue -InformationVariable script:information | ForEach-Object { $written.Add($_) } } |
            Should -Throw -ErrorId 'IncompleteResult,*'
        $written | Should -HaveCount 100
        $information.MessageData.Complete | Should -BeFalse
    }

    It 'writes nothing of a -Snapshot that broke off' {
        New-SkipcallSandbox -Fault @{ Page = 2; StatusCode = 500; Times = 0 } | Connect-Skipcall -MaximumRetryCount 0
        Get-SkipcallSequenceContact demo -Snapshot -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ServerError,*'
    }
}
