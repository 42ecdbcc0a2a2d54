#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
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

    It 'splits statuses that pwsh -File passes as one text: <_>' -ForEach 'RESPONDER,ERROR', 'responder, error', 'ERROR,RESPONDER,error' {
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

    It 'do not affect the other switch' {
        Get-SkipcallSequenceContact demo -All -Snapshot:$false | Should -HaveCount 250
        Get-SkipcallSequenceContact demo -All:$false -Snapshot | Should -HaveCount 250
    }

    It 'are an error only if both are true' {
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
}

Describe 'The syntax' {
    It 'names the type of -Status' {
        (Get-Command Get-SkipcallSequenceContact -Syntax) -replace '\s+', ' ' | Should -Match ([regex]::Escape('[-Status <SequenceContactStatus[]>]'))
    }
}
