#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

# Contacts leave PowerShell and come back: CLIXML, jobs, JSON, CSV.

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $module = (Resolve-Path "$PSScriptRoot/../Skipcall.psd1").Path
    New-SkipcallSandbox | Connect-Skipcall
    $c = Get-SkipcallSequenceContact demo -All -InformationVariable information
    $receipt = $information.MessageData
    $escape = [char] 27

    # Everything that is hard to keep, at every level.
    $odd = [Skipcall.SequenceContact]@{
        Id                   = '12345678901234567890'; SequenceId = 's'; Status = 'NEW_STATUS'; CreatedAt = '2024-02-29T23:59:59.1234567Z'
        Tags                 = @{ Id = 't'; Label = "a; b, `"c`""; IsSuccessTag = $true; AdditionalProperties = @{ colour = '"red"' } }
        AdditionalProperties = @{ score = '{"a":[12345678901234567890,"x"]}' }
        Contact              = @{
            Id = 'c'; FirstName = "Ad$escape[31ma"; LastName = ''; Email = $null; Company = "Two`r`nlines"
            PhoneNumbers = @{ Id = 'p'; Number = '+33612345678'; AdditionalProperties = @{ kind = '"mobile"' } }, '+33199001234'
            AdditionalProperties = @{ age = '36' }
        }
        Calls                = @(
            @{ Id = 'k'; Status = 'COMPLETED'; StartedAt = '2024-07-01T08:00:00.123Z'; EndedAt = '2024-07-01T08:01:30.623Z'; DurationSeconds = 90.5; AdditionalProperties = @{ notes = '"Call back"' } }
            @{ Id = 'l'; Status = 'QUEUED'; CreatedAt = '2024-07-02T08:00:00Z' }
        )
    }

    # All fields of all levels; times as instants.
    function ConvertTo-Whole ($Value) {
        $Value | ConvertTo-Json -Depth 9 -Compress
    }
}

AfterAll {
    Disconnect-Skipcall
}

Describe 'CLIXML' {
    It 'gives contacts back whole' {
        $c + $odd | Export-Clixml "$TestDrive/x.xml"
        $back = Import-Clixml "$TestDrive/x.xml"
        $back | Should -HaveCount 251
        foreach ($one in $back) {
            $one | Should -BeOfType ([Skipcall.SequenceContact])
        }

        ConvertTo-Whole $back | Should -BeExactly (ConvertTo-Whole ($c + $odd))
        $back[250].CreatedAt | Should -BeOfType ([datetimeoffset])
        $back[250].CreatedAt.UtcTicks | Should -Be $odd.CreatedAt.UtcTicks
        $back[250].Contact.FirstName | Should -BeExactly "Ad$escape[31ma"
        $back[250].Contact.LastName | Should -BeExactly ''
        $back[250].Contact.Email | Should -BeExactly $null
        $back[250].Calls[0].AdditionalProperties['notes'] | Should -BeExactly '"Call back"'
        @($back | Where-Object Tags -Contains hot-lead) | Should -HaveCount 33
    }

    It 'gives a <Type> alone back whole' -ForEach @(
        @{ Type = 'Contact'; Path = 'Contact' }
        @{ Type = 'Call'; Path = 'Calls' }
        @{ Type = 'Tag'; Path = 'Tags' }
        @{ Type = 'PhoneNumber'; Path = 'PhoneNumbers' }
    ) {
        $one = @($odd.$Path)[0]
        $one | Export-Clixml "$TestDrive/one.xml"
        $back = Import-Clixml "$TestDrive/one.xml"
        $back.GetType().Name | Should -Be $Type
        ConvertTo-Whole $back | Should -BeExactly (ConvertTo-Whole $one)
    }

    It 'keeps every additional property' {
        $one = [Skipcall.Tag]@{ Label = 'x'; AdditionalProperties = @{ a = '1'; b = 'null'; c = '"text"' } }
        $one | Export-Clixml "$TestDrive/additional.xml"
        $back = (Import-Clixml "$TestDrive/additional.xml").AdditionalProperties
        $back.Keys | Sort-Object | Should -Be a, b, c
        $back['a'], $back['b'], $back['c'] | Should -BeExactly '1', 'null', '"text"'
    }

    It 'keeps the contact of a call' {
        $c[0].Calls | Export-Clixml "$TestDrive/calls.xml"
        $back = @(Import-Clixml "$TestDrive/calls.xml")[0]
        $back.FullName | Should -Be $c[0].FullName
        $back.ContactId, $back.PhoneNumber, $back.SequenceId | Should -Be $c[0].ContactId, $c[0].PhoneNumber, demo
    }

    It 'gives a receipt back' {
        $receipt | Export-Clixml "$TestDrive/receipt.xml"
        $back = Import-Clixml "$TestDrive/receipt.xml"
        $back | Should -BeOfType ([Skipcall.ScanReceipt])
        ConvertTo-Whole $back | Should -BeExactly (ConvertTo-Whole $receipt)
    }

    It 'makes a copy of a connection that shows its settings and can''t be used' {
        Get-SkipcallConnection | Export-Clixml "$TestDrive/connection.xml"
        $back = Import-Clixml "$TestDrive/connection.xml"
        $back.IsSandbox | Should -BeTrue
        $back.ApiKey | Should -Be (Get-SkipcallConnection).ApiKey
        { Get-SkipcallSequenceContact demo -Connection $back } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*' -ExpectedMessage '*Connect-Skipcall*'
    }

    It 'shows all fields where the module is not loaded' -Tag Once {
        $odd | Export-Clixml "$TestDrive/odd.xml"
        $script = {
            param($path)
            $back = Import-Clixml $path
            $back.psobject.TypeNames[0]
            $back.FirstName, $back.Status, $back.Company, $back.CallCount -join '|'
            $back.Tags.Label
            $back.Contact.PhoneNumbers.Number -join '|'
            $back.PhoneNumbers -join '|'
            $back.Calls.Id -join '|'
            $back.Calls[0].AdditionalProperties['notes']
            $back.LastCallAt.UtcDateTime.ToString('o')
            $back.AdditionalProperties['score']
        }
        $shown = & $Shell -NoProfile -NonInteractive -Command "& { $script } '$TestDrive/odd.xml'"
        $shown | Should -Be @(
            'Deserialized.Skipcall.SequenceContact', 'Ada|NEW_STATUS|Two lines|1', 'a; b, "c"', '+33612345678|+33199001234', '+33612345678|+33199001234', 'k|l', '"Call back"'
            '2024-07-01T08:00:00.1230000Z', '{"a":[12345678901234567890,"x"]}'
        )
    }

    It 'written before the module was loaded makes contacts later' -Tag Once {
        $odd | Export-Clixml "$TestDrive/early.xml"
        $script = {
            param($module, $path)
            $early = Import-Clixml $path
            Import-Module $module
            $early | Out-String -Width 120
            ([Skipcall.SequenceContact] $early).Tags.Label
        }
        $shown = & $Shell -NoProfile -NonInteractive -Command "& { $script } '$module' '$TestDrive/early.xml'" | Out-String
        $shown | Should -Match '(?m)^Ada +\+33612345678 +.*NEW_STATUS.* +2024-07-01 a; b, "c" +1 Two lines'
        $shown.Trim() | Should -BeLike '*a; b, "c"'
    }
}

Describe 'A job' {
    It 'gives live contacts back, whole' -Tag Once {
        $back = Start-Job { Import-Module $using:module; New-SkipcallSandbox | Connect-Skipcall; Get-SkipcallSequenceContact demo -First 20 } | Receive-Job -Wait -AutoRemoveJob
        $back | Should -HaveCount 20
        $back[0] | Should -BeOfType ([Skipcall.SequenceContact])
        $back[0].Tags -contains 'hot-lead' | Should -BeTrue
        $back[0].CreatedAt | Should -BeOfType ([datetimeoffset])

        # Receive-Job adds properties of its own.
        ConvertTo-Whole ($back | Select-Object @($c[0].psobject.Properties.Name)) | Should -BeExactly (ConvertTo-Whole ($c[0..19] | Select-Object *))
    }
}

Describe 'JSON' {
    It 'makes whole contacts' {
        $back = [Skipcall.SequenceContact[]] ($c + $odd | ConvertTo-Json -Depth 5 | ConvertFrom-Json)
        ConvertTo-Whole $back | Should -BeExactly (ConvertTo-Whole ($c + $odd))
    }

    It 'makes whole contacts from hashtables' {
        $back = [Skipcall.SequenceContact[]] ($c + $odd | ConvertTo-Json -Depth 5 | ConvertFrom-Json -AsHashtable)
        ConvertTo-Whole $back | Should -BeExactly (ConvertTo-Whole ($c + $odd))
    }

    It 'of Windows PowerShell, which writes a time as an object, has the time' {
        $json = '{ "Id": "1", "CreatedAt": { "DateTime": "\/Date(1709251199123)\/", "UtcTicks": 638448479991230000, "Offset": { "Ticks": 0 } } }'
        ([Skipcall.SequenceContact] ($json | ConvertFrom-Json)).CreatedAt.UtcTicks | Should -Be 638448479991230000
    }

    It 'as the API writes it makes contacts' {
        $raw = Invoke-SkipcallApi v1/sequences/demo/contacts -First 3
        ($raw | ForEach-Object { [Skipcall.SequenceContact] $_ }).FullName | Should -Be $c[0..2].FullName
    }
}

Describe 'CSV' {
    It 'makes contacts with the same text, tags and calls' {
        $c | Export-Csv "$TestDrive/c.csv"
        $back = [Skipcall.SequenceContact[]] (Import-Csv "$TestDrive/c.csv")
        foreach ($property in 'Id', 'SequenceId', 'ContactId', 'FullName', 'FirstName', 'LastName', 'Email', 'Company', 'PhoneNumber', 'Status', 'CallCount', 'TalkTime') {
            $back.$property | Should -BeExactly $c.$property -Because $property
        }

        foreach ($property in 'Tags', 'Calls', 'PhoneNumbers') {
            $back.$property.ForEach({ "$_" }) | Should -BeExactly $c.$property.ForEach({ "$_" }) -Because $property
        }

        foreach ($i in 0..249) {
            # A CSV file has whole seconds.
            ($back[$i].CreatedAt - $c[$i].CreatedAt).Duration() | Should -BeLessThan ([timespan]::FromSeconds(1))
        }
    }

    It 'has readable text in every column' {
        $c + $odd | Export-Csv "$TestDrive/odd.csv"
        $row = @(Import-Csv "$TestDrive/odd.csv")[250]
        $row.Tags, $row.PhoneNumbers, $row.Contact, $row.AdditionalProperties | Should -Be 'a; b, "c"', '+33612345678; +33199001234', 'Ada', 'score={"a":[12345678901234567890,"x"]}'
        $row.Calls | Should -Be 'COMPLETED 2024-07-01T08:00:00Z 90.5s; QUEUED'
        $row.LastCall | Should -Be 'COMPLETED 2024-07-01T08:00:00Z 90.5s'
        Get-Content "$TestDrive/odd.csv" -Raw | Should -Not -Match "$escape|Skipcall\."
    }
}
