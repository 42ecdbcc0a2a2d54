#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
}

AfterAll {
    Disconnect-Skipcall
}

Describe 'Reading a sequence of 1234 contacts' {
    BeforeAll {
        $sandbox = New-SkipcallSandbox -Count 1234
        $sandbox | Connect-Skipcall
        $all = Get-SkipcallSequenceContact demo -All -InformationVariable information
        $requests = @($sandbox.Requests | Select-Object -Skip 1)
        $receipts = @($information | Where-Object Tags -Contains SkipcallReceipt | ForEach-Object MessageData)
    }

    BeforeEach {
        $sandbox.ClearRequests()
    }

    It '-All writes every contact once, in order' {
        $pages = 0..12 | ForEach-Object { Get-SkipcallSequenceContact demo -Skip (100 * $_) -First 100 -ThrottleLimit 1 }
        $all | Should -HaveCount 1234
        $all.Id | Should -Be $pages.Id
        $all.Id | Sort-Object -Unique | Should -HaveCount 1234
    }

    It '-All writes contacts and nothing else to the pipeline' {
        $everything = Get-SkipcallSequenceContact demo -All -Verbose 4>$null
        $everything | ForEach-Object { $_.GetType().FullName } | Sort-Object -Unique | Should -Be 'Skipcall.SequenceContact'
    }

    It '-All sends one request for each hundred' {
        $requests.Page | Sort-Object | Should -Be (1..13)
        $requests.Limit | Sort-Object -Unique | Should -Be 100
        $requests.UserAgent | Sort-Object -Unique | Should -BeLike 'Skipcall-PowerShell/*'
    }

    It '-All writes one receipt' {
        $receipts | Should -HaveCount 1
        $receipts.Complete | Should -BeTrue
        $receipts.Written | Should -Be 1234
        $receipts.Requests | Should -Be 13
    }

    It '-All sets no variables' {
        $before = Get-Variable -Scope Global | ForEach-Object Name
        $null = Get-SkipcallSequenceContact demo -All
        Get-Variable -Scope Global | ForEach-Object Name | Where-Object { $_ -notin $before } | Should -BeNullOrEmpty
    }

    It '<Parameters> writes <Contacts> contacts after <Requests> requests' -ForEach @(
        @{ Parameters = '-First 250'; Contacts = 250; Requests = 3 }
        @{ Parameters = '-Skip 1000 -First 5'; Contacts = 5; Requests = 1 }
        @{ Parameters = '-Skip 1050 -First 100'; Contacts = 100; Requests = 2 }
        @{ Parameters = '-First 0'; Contacts = 0; Requests = 0 }
        @{ Parameters = '-All -Tag vip -First 1'; Contacts = 1; Requests = 1 }
        @{ Parameters = '-Skip 5000 -First 5'; Contacts = 0; Requests = 1 }
        @{ Parameters = '-All -Skip 1200'; Contacts = 34; Requests = 1 }
        @{ Parameters = '-All -PageSize 50'; Contacts = 1234; Requests = 25 }
        @{ Parameters = '-Snapshot'; Contacts = 1234; Requests = 26 }
    ) {
        & ([scriptblock]::Create("Get-SkipcallSequenceContact demo $Parameters")) | Should -HaveCount $Contacts
        $sandbox.Requests | Should -HaveCount $Requests
    }

    It 'without -All writes one page and warns once, with the total' {
        $contacts = Get-SkipcallSequenceContact demo -WarningVariable warnings -WarningAction SilentlyContinue -InformationVariable information
        $contacts | Should -HaveCount 100
        $warnings | Should -HaveCount 1
        "$warnings" | Should -Match '1234'
        $sandbox.Requests | Should -HaveCount 1
        $information | Should -HaveCount 1
        $information.MessageData.Complete | Should -BeFalse
    }

    It 'stops reading when Select-Object -First has enough, without an error' {
        $Error.Clear()
        Get-SkipcallSequenceContact demo -All -ErrorVariable problems | Select-Object -First 1 | Should -HaveCount 1
        $problems | Should -BeNullOrEmpty
        $Error | Should -HaveCount 0
        Start-Sleep -Milliseconds 300
        $sandbox.Requests | Should -HaveCount 1
    }

    It 'stops reading when the loop around it ends with break' {
        $written = foreach ($once in 1) { Get-SkipcallSequenceContact demo -All | ForEach-Object { $_; break } }
        $written | Should -HaveCount 1
        Start-Sleep -Milliseconds 300
        $sandbox.Requests | Should -HaveCount 1
    }

    It 'reads one page ahead with -ThrottleLimit 1' {
        $count = 0
        foreach ($once in 1) {
            Get-SkipcallSequenceContact demo -All -ThrottleLimit 1 | ForEach-Object { if (++$count -eq 150) { Start-Sleep -Milliseconds 1000; break } }
        }

        $count | Should -Be 150
        $sandbox.Requests | Should -HaveCount 3
    }

    It '-IncludeTotalCount writes the total first' {
        $written = @(Get-SkipcallSequenceContact demo -First 2 -IncludeTotalCount | ForEach-Object { "$_" })
        $written[0] | Should -BeLike '*1234'
        $written | Should -HaveCount 3
    }

    It '-Tag lets the service filter' {
        $hot = Get-SkipcallSequenceContact demo -All -Tag hot-lead
        $hot | Where-Object { $_.Tags.Label -notcontains 'hot-lead' } | Should -BeNullOrEmpty
        $sandbox.Requests.Tag | Sort-Object -Unique | Should -Be 'hot-lead'
    }

    It '-Status lets the service filter' {
        Get-SkipcallSequenceContact demo -All -Status CONNECTED | Group-Object Status | ForEach-Object Name | Should -Be 'CONNECTED'
        $sandbox.Requests.Status | Sort-Object -Unique | Should -Be 'CONNECTED'
    }

    It 'takes statuses as a scheduler gives them: <_>' -ForEach 'RESPONDER,ERROR', 'responder, error', 'ERROR,RESPONDER,error' {
        (Get-SkipcallSequenceContact demo -All -Status $_).Status | Sort-Object -Unique | Should -Be ERROR, RESPONDER
        (Get-SkipcallSequenceContact demo -All -Status ([string[]] $_)).Status | Sort-Object -Unique | Should -Be ERROR, RESPONDER
    }

    It 'rejects the status <Status>' -ForEach @(
        @{ Status = 1 }, @{ Status = '1' }, @{ Status = '1,2' }, @{ Status = @('ERROR', 3) }, @{ Status = $null }, @{ Status = @('ERROR', $null) }, @{ Status = @() }, @{ Status = 'ERROR,' }, @{ Status = 'ERROR,NOPE' }, @{ Status = '' }
    ) {
        { Get-SkipcallSequenceContact demo -Status $Status } | Should -Throw -ExpectedMessage '*''Status''*'
    }

    It 'several tags and statuses select contacts with any of them, each contact once' {
        $expected = $all | Where-Object { ($_.Tags.Label -contains 'vip' -or $_.Tags.Label -contains 'hot-lead') -and $_.Status -in 'CONNECTED', 'ERROR' }
        $contacts = Get-SkipcallSequenceContact demo -All -Tag vip, hot-lead -Status CONNECTED, ERROR -InformationVariable information
        $contacts | Should -Not -BeNullOrEmpty
        $contacts.Id | Sort-Object | Should -Be ($expected.Id | Sort-Object)
        $information.MessageData | ForEach-Object { "$($_.Tag) $($_.Status)" } | Should -Be 'vip,hot-lead CONNECTED,ERROR'
    }
}

Describe 'A list that fits one page' {
    It 'is written without a warning' {
        New-SkipcallSandbox -Count 100 | Connect-Skipcall
        $contacts = Get-SkipcallSequenceContact demo, empty -WarningVariable warnings -WarningAction SilentlyContinue
        $contacts | Should -HaveCount 100
        $warnings | Should -BeNullOrEmpty
    }
}

Describe 'Sequence ids' {
    BeforeAll {
        $sandbox = New-SkipcallSandbox -Count 30
        $sandbox | Connect-Skipcall
        $odd = "a/b?c=d%20&$([char] 0xE9) $([char] 0xFC)"
    }

    BeforeEach {
        $sandbox.ClearRequests()
    }

    It 'bind from the pipeline by value, and by the names Id and SequenceId' {
        'demo', 'empty' | Get-SkipcallSequenceContact | Should -HaveCount 30
        [pscustomobject]@{ Id = 'demo' } | Get-SkipcallSequenceContact | Should -HaveCount 30
        [pscustomobject]@{ SequenceId = 'demo' } | Get-SkipcallSequenceContact | Should -HaveCount 30
    }

    It 'that contacts from the pipeline name are read once' {
        $contacts = Get-SkipcallSequenceContact demo -First 3
        $sandbox.ClearRequests()
        $contacts | Get-SkipcallSequenceContact -All | Should -HaveCount 30
        $contacts | Select-Object SequenceId, FullName | ConvertTo-Csv | ConvertFrom-Csv | Get-SkipcallSequenceContact -All | Should -HaveCount 30
        $sandbox.Requests | Should -HaveCount 2
    }

    It '-First and -Skip count over all of them' {
        $first = 'demo', 'large' | Get-SkipcallSequenceContact -First 50
        $first | Should -HaveCount 50
        $first.SequenceId | Select-Object -Unique | Should -Be demo, large
        $all = 'demo', 'large' | Get-SkipcallSequenceContact -First 60
        ('demo', 'large' | Get-SkipcallSequenceContact -Skip 40 -First 20).Id | Should -Be $all[40..59].Id
    }

    It 'with special characters are escaped: <Id>' -ForEach @(
        @{ Id = "a/b?c=d%20&$([char] 0xE9) $([char] 0xFC)"; Path = '/v1/sequences/a%2Fb%3Fc%3Dd%2520%26%C3%A9%20%C3%BC/contacts' }
        @{ Id = '..%2F'; Path = '/v1/sequences/..%252F/contacts' }
    ) {
        { Get-SkipcallSequenceContact $Id -ErrorAction Stop } | Should -Throw -ErrorId 'SequenceNotFound,*'
        $sandbox.Requests.Path | Should -BeExactly $Path
    }

    It 'that can''t exist are rejected without a request, and the others are read: "<_>"' -ForEach '', '  ', '.', '..' {
        $contacts = $_, 'demo' | Get-SkipcallSequenceContact -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems | ForEach-Object FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $contacts | Should -HaveCount 30
        $sandbox.Requests | Should -HaveCount 1
    }

    It 'that are unknown are reported, and the others are read' {
        $contacts = Get-SkipcallSequenceContact demo, nope, demo -ErrorVariable problems -ErrorAction SilentlyContinue
        $contacts | Should -HaveCount 60
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -Be 'SequenceNotFound,Skipcall.Commands.GetSkipcallSequenceContactCommand'
        $problems[0].TargetObject | Should -Be 'nope'
        $problems[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }
}

Describe 'Parameters' {
    BeforeAll {
        $sandbox = New-SkipcallSandbox
        $sandbox | Connect-Skipcall
        $sandbox.ClearRequests()
    }

    It '<Parameters> is rejected before any request, with a message that names <Named>' -ForEach @(
        @{ Parameters = '-PageSize 0'; Named = '1' }
        @{ Parameters = '-PageSize 101'; Named = '100' }
        @{ Parameters = '-ThrottleLimit -1'; Named = '0' }
        @{ Parameters = '-ThrottleLimit 33'; Named = '32' }
        @{ Parameters = '-Status FOO'; Named = 'MISSING_NUMBER' }
        @{ Parameters = '-Tag '''''; Named = 'Tag' }
    ) {
        { & ([scriptblock]::Create("Get-SkipcallSequenceContact demo $Parameters")) } | Should -Throw -ExpectedMessage "*$Named*"
        $sandbox.Requests | Should -HaveCount 0
    }

    It '<_> is rejected before any request' -ForEach '-Tag vip, hot-lead -Skip 1', '-Status ERROR, RUNNING -IncludeTotalCount' {
        { & ([scriptblock]::Create("Get-SkipcallSequenceContact demo $_ -ErrorAction Stop")) } | Should -Throw -ErrorId 'InvalidRequest,*'
        $sandbox.Requests | Should -HaveCount 0
    }
}

Describe 'A small rate limit' -Tag Once {
    BeforeAll {
        $withHeaders, $withoutHeaders = Invoke-InRunspace @(
            {
                $sandbox = New-SkipcallSandbox -Count 300 -RateLimit 20 -RateWindowSec 2
                $sandbox | Connect-Skipcall -SkipVerification
                @(Get-SkipcallSequenceContact demo -All -PageSize 5 -Verbose).Count
                $sandbox.Requests
            }
            {
                $sandbox = New-SkipcallSandbox -Count 300 -RateLimit 20 -RateWindowSec 2 -NoRateHeader
                $sandbox | Connect-Skipcall -SkipVerification
                $contacts = Get-SkipcallSequenceContact demo -All -PageSize 5
                $contacts.Count
                @($contacts.Id | Sort-Object -Unique).Count
                $sandbox.Requests
            }
        )
    }

    It 'of 20 requests is waited for twice in 60 pages, without a 429' {
        $withHeaders.ErrorIds | Should -BeNullOrEmpty
        $count, $requests = $withHeaders.Output
        $count | Should -Be 300
        $requests | Should -HaveCount 60
        $requests.StatusCode | Sort-Object -Unique | Should -Be 200
        $times = @($requests.Time | Sort-Object)
        @(1..59 | Where-Object { $times[$_] - $times[$_ - 1] -gt [timespan]::FromMilliseconds(700) }) | Should -HaveCount 2
        $waits = $withHeaders.Progress.Record | Where-Object StatusDescription -Like '*; resuming in *'
        $waits | Where-Object SecondsRemaining -GT 0 | Should -Not -BeNullOrEmpty
        $receipt = $withHeaders.Information.MessageData
        $receipt.Waited | Should -BeGreaterThan ([timespan]::FromSeconds(1))
        $receipt.Retries | Should -Be 0
        $withHeaders.Verbose -match '^Waiting \d+[.,]\d s: .*Rate limit reached' | Should -Not -BeNullOrEmpty
    }

    It 'without rate headers still ends with the whole list' {
        $withoutHeaders.ErrorIds | Should -BeNullOrEmpty
        $count, $distinct, $requests = $withoutHeaders.Output
        $count | Should -Be 300
        $distinct | Should -Be 300
        $requests.StatusCode | Should -Contain 429
    }
}

Describe 'Errors' {
    BeforeAll {
        $broken = @{ Page = 2; StatusCode = 500; Times = 0 }
    }

    It 'without a connection say how to make one' {
        Disconnect-Skipcall
        { Get-SkipcallSequenceContact demo } | Should -Throw -ErrorId 'NotConnected,*' -ExpectedMessage '*Connect-Skipcall*'
        $Error[0].Exception.Message | Should -Match 'New-SkipcallSandbox'
        $Error[0].ErrorDetails.RecommendedAction | Should -Match 'Connect-Skipcall'
    }

    It 'have the same id in <_>' -ForEach 'en-US', 'fr-FR', 'tr-TR' {
        New-SkipcallSandbox | Connect-Skipcall
        $kept = [cultureinfo]::CurrentCulture, [cultureinfo]::CurrentUICulture
        try {
            [cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = $_
            { Get-SkipcallSequenceContact nope -ErrorAction Stop } | Should -Throw -ErrorId 'SequenceNotFound,*'
            { Get-SkipcallSequenceContact '..' -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidRequest,*'
        } finally {
            [cultureinfo]::CurrentCulture, [cultureinfo]::CurrentUICulture = $kept
        }
    }

    It 'say that a connection can''t leave its process: <_>' -ForEach 'Get-SkipcallSequenceContact demo', 'Invoke-SkipcallApi /v1/calls', 'Get-SkipcallSequenceChange demo -StatePath state' {
        New-SkipcallSandbox | Connect-Skipcall -PassThru | Export-Clixml "$TestDrive/connection.xml"
        $copy = Import-Clixml "$TestDrive/connection.xml"
        { . ([scriptblock]::Create("$_ -Connection `$copy")) } | Should -Throw -ExpectedMessage '*another process*Connect-Skipcall*'
        { . ([scriptblock]::Create("$_ -Connection (Get-SkipcallConnection), `$copy")) } | Should -Throw -ExpectedMessage '*another process*'
    }

    It 'have the documented ids and no others' {
        [enum]::GetNames([Skipcall.SkipcallErrorId]) | Should -Be @(
            'NotConnected', 'Unauthorized', 'SubscriptionRequired', 'PlanNotEligible', 'SequenceNotFound', 'InvalidRequest', 'RateLimitExceeded',
            'ServerError', 'ConnectionFailed', 'Timeout', 'InvalidResponse', 'IncompleteResult', 'DriftDetected', 'InvalidState')
    }

    It 'after which no other sequence can be read end the pipeline, whatever -ErrorAction says' {
        $sandbox = New-SkipcallSandbox -Fault @{ StatusCode = 401 }
        $sandbox | Connect-Skipcall -SkipVerification
        $written = [System.Collections.Generic.List[object]]::new()
        { 'demo', 'demo' | Get-SkipcallSequenceContact -ErrorAction SilentlyContinue | ForEach-Object { $written.Add($_) } } | Should -Throw -ErrorId 'Unauthorized,*'
        $written | Should -HaveCount 0
        $sandbox.Requests | Should -HaveCount 1
    }

    It 'in the middle of a list end the pipeline, whatever -ErrorAction says' {
        New-SkipcallSandbox -Fault $broken | Connect-Skipcall -MaximumRetryCount 0
        $written = [System.Collections.Generic.List[object]]::new()
        { Get-SkipcallSequenceContact demo -All -ErrorAction SilentlyContinue -InformationVariable script:information | ForEach-Object { $written.Add($_) } } |
            Should -Throw -ErrorId 'IncompleteResult,*'
        $written | Should -HaveCount 100
        $information.MessageData.Complete | Should -BeFalse
    }

    It 'in a -Snapshot leave nothing written' {
        New-SkipcallSandbox -Fault $broken | Connect-Skipcall -MaximumRetryCount 0
        Get-SkipcallSequenceContact demo -Snapshot -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ServerError,*'
    }
}

Describe 'Switches that are false' {
    BeforeAll {
        $sandbox = New-SkipcallSandbox -Count 250
        $sandbox | Connect-Skipcall
    }

    It 'are the same as none: <_>' -ForEach '-All:$false', '-Snapshot:$false', '-IncludeTotalCount:$false', '-Skip 0', '-All:$false -Snapshot:$false', '-All:$false -First 100' {
        $sandbox.ClearRequests()
        $contacts = . ([scriptblock]::Create("Get-SkipcallSequenceContact demo $_ -WarningAction SilentlyContinue"))
        $contacts | Should -HaveCount 100
        $sandbox.Requests | Should -HaveCount 1
    }

    It 'leave the other switch alone' {
        Get-SkipcallSequenceContact demo -All -Snapshot:$false | Should -HaveCount 250
        Get-SkipcallSequenceContact demo -All:$false -Snapshot | Should -HaveCount 250
    }

    It 'are not needed to name the two that exclude each other' {
        { Get-SkipcallSequenceContact demo -All -Snapshot } | Should -Throw -ErrorId 'InvalidRequest,*' -ExpectedMessage '*-All*-Snapshot*'
        { Invoke-SkipcallApi /v1/sequences/demo/contacts -All -Snapshot } | Should -Throw -ErrorId 'InvalidRequest,*' -ExpectedMessage '*-All*-Snapshot*'
    }
}

Describe 'Hints' {
    BeforeAll {
        New-SkipcallSandbox -Count 250 | Connect-Skipcall
    }

    It 'name the tags seen when a tag finds nothing, once: <_>' -ForEach 'hotlead', 'Hot-Lead', 'hot*' {
        New-SkipcallSandbox -Count 250 | Connect-Skipcall
        $null = Get-SkipcallSequenceContact demo -All
        Get-SkipcallSequenceContact demo, demo -All -Tag $_ -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $warnings | Should -HaveCount 1
        "$warnings" | Should -Match ([regex]::Escape("'$_'"))
        "$warnings" | Should -Match 'hot-lead'
    }

    It 'say so when no tags have been seen' {
        New-SkipcallSandbox -Count 250 | Connect-Skipcall
        $null = Get-SkipcallSequenceContact demo -All -Tag nothing -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'No tags have been seen'
    }

    It 'are not written for a known tag without contacts of a status' {
        $null = Get-SkipcallSequenceContact demo -All
        $null = Get-SkipcallSequenceContact demo -All -Tag wrong-number -Status RUNNING -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 0
    }

    It 'explain a comma in an id that is not found' {
        { Get-SkipcallSequenceContact 'demo,other' -ErrorAction Stop } | Should -Throw -ErrorId 'SequenceNotFound,*' -ExpectedMessage '*contains a comma*'
        { Get-SkipcallSequenceContact 'other' -ErrorAction Stop } | Should -Throw -ErrorId 'SequenceNotFound,*'
        "$($Error[0])" | Should -Not -Match 'comma'
    }

    It 'explain what is wrong with the id "<Id>"' -ForEach @(
        @{ Id = ' demo'; Hint = '*begins or ends with a space*' }
        @{ Id = 'demo '; Hint = '*begins or ends with a space*' }
        @{ Id = 'Demo'; Hint = '*case-sensitive*''demo''*' }
        @{ Id = 'https://app.example.org/sequences/3f2a9c'; Hint = '*looks like an address*' }
    ) {
        { Get-SkipcallSequenceContact $Id -ErrorAction Stop } | Should -Throw -ErrorId 'SequenceNotFound,*' -ExpectedMessage $Hint
        { Get-SkipcallSequenceChange $Id -StatePath "$TestDrive/state" -ErrorAction Stop } | Should -Throw -ErrorId 'SequenceNotFound,*' -ExpectedMessage $Hint
    }
}

Describe 'The syntax' {
    It 'names the type of -Status' {
        (Get-Command Get-SkipcallSequenceContact -Syntax) -replace '\s+', ' ' | Should -Match ([regex]::Escape('[-Status <SequenceContactStatus[]>]'))
    }
}
