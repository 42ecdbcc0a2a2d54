#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
}

AfterAll {
    Disconnect-Skipcall
}

Describe 'New-SkipcallSandbox' {
    It 'has sample sequences, the same each time' {
        $sandbox = New-SkipcallSandbox
        $sandbox.SequenceIds | Should -Be demo, empty, large
        $ids = 1..2 | ForEach-Object {
            New-SkipcallSandbox | Connect-Skipcall
            (Get-SkipcallSequenceContact demo -All).Id -join ' '
        }
        $ids[0] | Should -Be $ids[1]
    }

    It 'has the contacts it is given' {
        $sandbox = @(
            [Skipcall.SequenceContact]@{ Status = 'CONNECTED'; Tags = 'hot-lead'; Contact = @{ FirstName = 'Ada' } }
            [Skipcall.SequenceContact]@{ SequenceId = 'other'; Contact = @{ FirstName = 'Bob'; PhoneNumbers = '+33612345678' } }
        ) | New-SkipcallSandbox
        $sandbox | Connect-Skipcall
        (Get-SkipcallSequenceContact demo).FullName | Should -Be Ada
        (Get-SkipcallSequenceContact other).PhoneNumber | Should -Be '+33612345678'
    }

    It 'ends its sample data today, or on -Date' {
        New-SkipcallSandbox | Connect-Skipcall
        $contacts = Get-SkipcallSequenceContact demo -All
        $times = @($contacts.CreatedAt) + $contacts.Calls.CreatedAt
        $last = ($times | Measure-Object UtcDateTime -Maximum).Maximum
        $last | Should -BeLessThan ([datetime]::UtcNow)
        $last | Should -BeGreaterThan ([datetime]::UtcNow.Date.AddDays(-1))
        @($contacts | Where-Object LastCallAt -GT (Get-Date).Date.AddDays(-1)) | Should -Not -BeNullOrEmpty

        $sandbox = New-SkipcallSandbox -Date 2025-12-14
        $sandbox.Date | Should -Be ([datetime]'2025-12-14')
        $sandbox | Connect-Skipcall
        $pinned = Get-SkipcallSequenceContact demo -All
        $pinned.Id | Should -Be $contacts.Id
        ($pinned.CreatedAt | Measure-Object UtcDateTime -Maximum).Maximum.Date | Should -Be ([datetime]'2025-12-14')
        $pinned[0].CreatedAt.UtcDateTime | Should -Be ([datetime]'2025-10-22T12:15:45.304')
    }

    It 'refuses a date that leaves no room for sample data' {
        { New-SkipcallSandbox -Date ([datetime]::MinValue) } | Should -Throw -ErrorId 'InvalidRequest,*'
    }

    It 'fails as -Fault says, and the module retries' {
        $sandbox = New-SkipcallSandbox -Fault @{ Page = 2; StatusCode = 503 }
        $sandbox | Connect-Skipcall
        Get-SkipcallSequenceContact demo -All | Should -HaveCount 250
        ($sandbox.Requests | Group-Object StatusCode -AsHashTable)[503] | Should -HaveCount 1
    }

    It 'names the kinds of faults for an unknown one: <_>' -ForEach 'nonsense', 'Reset,Truncate' {
        { New-SkipcallSandbox -Fault $_ } | Should -Throw -ExpectedMessage '*Truncate*'
    }
}

Describe 'Contacts from other sources' {
    BeforeAll {
        # The contacts of a sandbox, as the service would send them, and with the additional fields of one of them.
        function Read-Raw($Sandbox, $SequenceId = 'demo') {
            $connection = $Sandbox | Connect-Skipcall -PassThru
            Invoke-SkipcallApi "/v1/sequences/$SequenceId/contacts" -Query @{ limit = 100 } -Raw -Connection $connection
        }

        New-SkipcallSandbox -Date 2025-12-14 -Count 90 | Connect-Skipcall
        $contacts = Get-SkipcallSequenceContact demo -All
        $contacts[0].AdditionalProperties['score'] = '{"value":7}'
        $expected = Read-Raw ($contacts | New-SkipcallSandbox)
    }

    It 'takes live contacts, from the pipeline or not' {
        Read-Raw (New-SkipcallSandbox -Contact $contacts) | Should -BeExactly $expected
        $expected | Should -Match '"score":\{"value":7\}'
    }

    It 'takes contacts from Export-Clixml' {
        $contacts | Export-Clixml "$TestDrive/contacts.xml"
        Read-Raw (Import-Clixml "$TestDrive/contacts.xml" | New-SkipcallSandbox) | Should -BeExactly $expected
    }

    It 'takes contacts that were deserialized before the module was imported' {
        $contacts | Export-Clixml "$TestDrive/contacts.xml"
        $shell = [powershell]::Create()
        try {
            $raw = $shell.AddScript({
                    param($Path, $Module)
                    $dead = Import-Clixml $Path
                    $dead[0].PSObject.TypeNames[0]
                    Import-Module $Module
                    $connection = $dead | New-SkipcallSandbox | Connect-Skipcall -PassThru
                    Invoke-SkipcallApi /v1/sequences/demo/contacts -Query @{ limit = 100 } -Raw -Connection $connection
                }.ToString()).AddArgument("$TestDrive/contacts.xml").AddArgument("$PSScriptRoot/../Skipcall.psd1").Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
        } finally {
            $shell.Dispose()
        }

        $raw[0] | Should -Be 'Deserialized.Skipcall.SequenceContact'
        $raw[1] | Should -BeExactly $expected
    }

    It 'takes contacts from ConvertTo-Json' {
        $json = $contacts | ConvertTo-Json -Depth 5
        Read-Raw ($json | ConvertFrom-Json | ForEach-Object { $_ } | New-SkipcallSandbox) | Should -BeExactly $expected
    }

    It 'names the culture if a time is written in another one' {
        $kept = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'en-US'
            { @{ Id = '1'; CreatedAt = '21/05/2026 13:48:30 +00:00' } | New-SkipcallSandbox } | Should -Throw -ExpectedMessage '*Contact 1*CreatedAt*en-US*'
            [cultureinfo]::CurrentCulture = 'fr-FR'
            { @{ Id = '1'; CreatedAt = '21/05/2026 13:48:30 +00:00' } | New-SkipcallSandbox } | Should -Not -Throw
        } finally {
            [cultureinfo]::CurrentCulture = $kept
        }
    }

    It 'takes contacts from Export-Csv, with the fields that a table has' {
        $contacts | Export-Csv "$TestDrive/contacts.csv" -NoTypeInformation
        Import-Csv "$TestDrive/contacts.csv" | New-SkipcallSandbox | Connect-Skipcall
        $read = Get-SkipcallSequenceContact demo -All
        foreach ($property in 'Id', 'FullName', 'Email', 'Company', 'PhoneNumber', 'Status', 'ContactId') {
            $read.$property | Should -Be $contacts.$property -Because $property
        }

        "$($read.Tags.Label)" | Should -Be "$($contacts.Tags.Label)"
        "$($read.PhoneNumbers.Number)" | Should -Be "$($contacts.PhoneNumbers.Number)"
        "$($read.Calls.Status)" | Should -Be "$($contacts.Calls.Status)"
    }

    It 'takes flat rows and hashtables' {
        [pscustomobject]@{ FullName = 'Ada Lovelace'; PhoneNumber = '+33612345678'; Tags = 'hot-lead; vip'; Status = 'CONNECTED'; Other = 1 },
        @{ FirstName = 'Bob'; Email = 'bob@example.com'; Company = 'Acme'; Tags = 'hot-lead', 'vip' } | New-SkipcallSandbox -SequenceId spring | Connect-Skipcall
        $read = Get-SkipcallSequenceContact spring -All -Tag vip
        $read.FullName | Should -Be 'Ada Lovelace', 'Bob'
        $read[0].LastName, $read[0].PhoneNumber, $read[0].Status | Should -Be Lovelace, '+33612345678', CONNECTED
        $read[1].Email, $read[1].Company, $read[1].Status | Should -Be bob@example.com, Acme, $null
        $read[0].Tags.Label | Should -Be hot-lead, vip
    }

    It 'refuses <Name> and creates no sandbox' -ForEach @(
        @{ Name = 'text'; Item = { 'Ada Lovelace' }; Message = "*'Ada Lovelace'*" }
        @{ Name = 'a number'; Item = { 7 }; Message = "*'7'*" }
        @{ Name = 'null'; Item = { , $null }; Message = '*null*' }
        @{ Name = 'an object of another kind'; Item = { [pscustomobject]@{ Length = 7 } }; Message = '*no property of SequenceContact*FullName*' }
        @{ Name = 'a misspelled key'; Item = { @{ FristName = 'Ada' } }; Message = "*'FristName'*FirstName*" }
        @{ Name = 'text that is not a time'; Item = { @{ CreatedAt = 'soon' } }; Message = "*CreatedAt*'soon'*" }
        @{ Name = 'text that is not JSON'; Item = { @{ AdditionalProperties = @{ score = 'high' } } }; Message = "*'score'*" }
    ) {
        $sandbox = $null
        $message = "Contact 2*$Message"
        { $sandbox = @{ FirstName = 'Ada' }, (& $Item) | New-SkipcallSandbox -ErrorAction SilentlyContinue } |
            Should -Throw -ErrorId 'InvalidRequest,*' -ExpectedMessage $message
        { $sandbox = New-SkipcallSandbox -Contact (@{ FirstName = 'Ada' }, (& $Item)) -ErrorAction SilentlyContinue } |
            Should -Throw -ErrorId 'InvalidRequest,*' -ExpectedMessage $message
        $sandbox | Should -BeNullOrEmpty
    }

    It 'refuses a pipeline without contacts, and takes an empty list' {
        { @() | New-SkipcallSandbox } | Should -Throw -ErrorId 'InvalidRequest,*' -ExpectedMessage '*-Contact @()*'
        { $contacts | New-SkipcallSandbox -Count 3 -ErrorAction SilentlyContinue } | Should -Throw
        { New-SkipcallSandbox -Contact $null } | Should -Throw -ErrorId 'InvalidRequest,*'
        (New-SkipcallSandbox -Contact @() -SequenceId spring).SequenceIds | Should -Be spring
    }
}

Describe 'Recordings' {
    It 'replay what was recorded, without personal data' {
        $path = "$TestDrive/session.jsonl"
        New-SkipcallSandbox -Count 120 -Date 2025-12-14 -Fault @{ Request = 2; StatusCode = 503 } | Connect-Skipcall -Record $path
        $live = Get-SkipcallSequenceContact demo -All
        { Get-SkipcallSequenceContact nope -ErrorAction Stop } | Should -Throw -ErrorId 'SequenceNotFound,*'

        $sandbox = New-SkipcallSandbox -Tape $path
        $sandbox.SequenceIds | Should -HaveCount 2
        $sandbox | Connect-Skipcall
        $replayed = Get-SkipcallSequenceContact $sandbox.SequenceIds[0] -All
        $replayed | Should -HaveCount 120
        $replayed.Status | Should -Be $live.Status
        $replayed.CreatedAt | Should -Be $live.CreatedAt
        $replayed.Calls.DurationSeconds | Should -Be $live.Calls.DurationSeconds
        @($replayed.Id | Sort-Object -Unique) | Should -HaveCount 120
        ($sandbox.Requests | Group-Object StatusCode -AsHashTable)[503] | Should -HaveCount 1
        { Get-SkipcallSequenceContact $sandbox.SequenceIds[1] -ErrorAction Stop } | Should -Throw -ErrorId 'SequenceNotFound,*'

        $text = Get-Content $path -Raw
        foreach ($word in @('demo', 'nope', 'sk_test', 'hot-lead') + $live.FullName + $live.PhoneNumber + $live.Email + $live.Company + $live.Id | Where-Object { $_ }) {
            $text.IndexOf($word, [StringComparison]::OrdinalIgnoreCase) | Should -Be -1 -Because $word
        }
    }

    It 'do not replace a file, and must be valid' {
        $path = New-Item "$TestDrive/old.jsonl" -Value 'kept'
        { New-SkipcallSandbox | Connect-Skipcall -Record $path } | Should -Throw -ErrorId 'InvalidRequest,*' -ExpectedMessage '*already exists*'
        Get-Content $path | Should -Be kept
        { New-SkipcallSandbox -Tape $path } | Should -Throw -ErrorId 'InvalidRequest,*' -ExpectedMessage '*line 1*'
        { New-SkipcallSandbox -Tape "$TestDrive/missing.jsonl" } | Should -Throw -ErrorId 'InvalidRequest,*'
    }
}
