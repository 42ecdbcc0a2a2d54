#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

# What comes out does in the shell what everything else does: tables, CSV, JSON, groups.

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force

    $fire = [char]::ConvertFromUtf32(0x1F525)
    $wide = -join [char[]] (0x65E5, 0x672C, 0x8A9E)
    $accent = [string] [char] 0xE9
    $now = [datetimeoffset]::Now
    $own = @(
        [Skipcall.SequenceContact]@{
            Id = '1'; SequenceId = 'a'; Status = 'CONNECTED'; Tags = 'hot-lead', "vip, `"tr${accent}s`" chaud", "two`r`nlines $fire"; CreatedAt = $now.AddDays(-1)
            Contact = @{ FirstName = "Zo$accent"; LastName = "O'Neil, `"Jr`""; Company = "Dupont, Fils`r`n& Cie $wide"; Email = 'zoe@example.org'; PhoneNumbers = '+33612345678', '+33199001234' }
            Calls = @{ Status = 'NO_ANSWER'; StartedAt = $now.AddHours(-30); DurationSeconds = 20 }, @{ Status = 'COMPLETED'; StartedAt = $now.AddDays(-40); DurationSeconds = 150.5 }
        }
        [Skipcall.SequenceContact]@{ Id = '2'; SequenceId = 'a'; Status = 'MISSING_NUMBER'; CreatedAt = $now.AddDays(-3); Contact = @{ FirstName = $wide * 6; LastName = $fire * 6; Company = $wide * 20 } }
        [Skipcall.SequenceContact]@{ Id = '3'; SequenceId = 'b'; CreatedAt = $now.AddDays(-2); Contact = @{ Email = 'only@example.org'; Company = "red $([char] 27)[31mtext" } }
    )
    $own | New-SkipcallSandbox | Connect-Skipcall
    $contacts = Get-SkipcallSequenceContact a, b -All
    $kept = [cultureinfo]::CurrentCulture
}

AfterAll {
    [cultureinfo]::CurrentCulture = $kept
    Disconnect-Skipcall
}

Describe 'CSV in <_>' -ForEach 'en-US', 'fr-FR' {
    BeforeAll {
        [cultureinfo]::CurrentCulture = $_
        $file = Join-Path $TestDrive "$_.csv"
    }

    It 'has no type name in any column' {
        New-SkipcallSandbox | Connect-Skipcall
        Get-SkipcallSequenceContact demo -All | Export-Csv $file
        Get-Content $file -Raw | Should -Not -Match 'Skipcall\.|System\.|ItemList|\[\]|PSObject|``'
        @(Import-Csv $file) | Should -HaveCount 250
    }

    It 'round-trips every text column' {
        $contacts | Export-Csv $file
        $back = @(Import-Csv $file)
        $back | Should -HaveCount 3
        foreach ($i in 0..2) {
            foreach ($column in 'Id', 'SequenceId', 'Status', 'Contact', 'Tags', 'Calls', 'FullName', 'FirstName', 'LastName', 'Email', 'Company', 'PhoneNumber', 'AdditionalProperties') {
                $expected = $contacts[$i].psobject.Properties[$column].Value
                $back[$i].$column | Should -BeExactly $(if ($null -eq $expected) { '' } else { $expected.ToString() }) -Because "row $i, $column"
            }
        }
    }

    It 'round-trips times with a calculated property' {
        $contacts | Select-Object Id, @{ Name = 'CreatedAt'; Expression = { $_.CreatedAt.ToString('o') } } | Export-Csv $file
        [datetimeoffset] (Import-Csv $file)[0].CreatedAt | Should -Be $contacts[0].CreatedAt
    }
}

Describe 'The shell''s own commands' {
    It 'converts to JSON with statuses as text' {
        $json = $contacts | ConvertTo-Json -Depth 4 -WarningAction SilentlyContinue
        $back = $json | ConvertFrom-Json
        $back[0].Status | Should -Be CONNECTED
        $back[2].Status | Should -BeNullOrEmpty
        $back[0].Calls[0].Status | Should -Be NO_ANSWER
        $back[0].Tags.Label | Should -Be $contacts[0].Tags.Label
        $back[0].Contact.PhoneNumbers[1].Number | Should -Be '+33199001234'
    }

    It 'converts to JSON without a warning, one at a depth of 4 and many at 5' {
        $null = $contacts[0] | ConvertTo-Json -Depth 4 -WarningVariable warnings
        $null = $contacts | ConvertTo-Json -Depth 5 -WarningVariable +warnings
        $warnings | Should -BeNullOrEmpty
    }

    It 'groups by status' {
        $contacts | Group-Object Status | ForEach-Object Name | Should -Be '', CONNECTED, MISSING_NUMBER
    }

    It 'sorts by time' {
        ($contacts | Sort-Object CreatedAt).Id | Should -Be 2, 3, 1
    }

    It 'filters by status' {
        ($contacts | Where-Object Status -EQ CONNECTED).Id | Should -Be 1
    }

    It 'formats in groups' {
        $contacts | Format-Table -GroupBy SequenceId | Out-String | Should -Match '(?s)SequenceId: a.*SequenceId: b'
    }

    It 'expands calls' {
        $calls = $contacts | Select-Object -ExpandProperty Calls
        $calls | Should -HaveCount 2
        $calls[0] | Should -BeOfType ([Skipcall.Call])
    }

    It 'shows a list as its content' {
        $contacts[0] | Format-List Tags | Out-String | Should -Match 'Tags : \{hot-lead, vip'
        $contacts[0].Tags.ToString() | Should -BeLike 'hot-lead; vip*'
    }
}

Describe 'Tables in <Culture>, <Width> columns' -ForEach @(
    @{ Culture = 'en-US'; Width = 80 }
    @{ Culture = 'en-US'; Width = 120 }
    @{ Culture = 'fr-FR'; Width = 80 }
    @{ Culture = 'fr-FR'; Width = 120 }
) {
    BeforeAll {
        [cultureinfo]::CurrentCulture = $Culture
        $sandbox = New-SkipcallSandbox
        $sandbox | Connect-Skipcall
        $null = Get-SkipcallSequenceContact demo -All -InformationVariable information
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'

        # A wide letter takes two cells.
        function Measure-Cell ([string] $Line) {
            ($Line -replace '[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]', '..').Length
        }
    }

    AfterAll {
        $PSStyle.OutputRendering = $rendering
    }

    It 'shows a contact on one line, and leaves out columns rather than cutting them short' {
        $lines = ($contacts | Out-String -Width $Width).Trim("`r", "`n").Split("`n").TrimEnd()
        $lines | Should -HaveCount 5
        $lines[0] | Should -Match "^FullName +PhoneNumber +Status +LastCallAt +Tags$(if ($Width -gt 80) { ' +CallCount +Company' })$"
        $lines | ForEach-Object { Measure-Cell $_ } | Should -Not -BeGreaterThan $Width
        $lines[2] | Should -Match "^Zo$accent O'Neil"
        $lines[2] | Should -Match '\+33612345678 CONNECTED +\d{4}-\d\d-\d\d hot-lead; vip'
        $lines[3] | Should -Match ' MISSING_NUMBER'
        $lines[4] | Should -Match $(if ($Width -gt 80) { '^ +0 red text$' } else { '^$' })
    }

    It 'fits every type' {
        $everything = @(
            , (Get-SkipcallSequenceContact demo -First 50)
            , @(Get-SkipcallConnection)
            , $information.MessageData
            , @($sandbox)
            , $sandbox.Requests
            , $contacts[0].Calls
            , $contacts[0].Tags
            , $contacts[0].Contact.PhoneNumbers
            , $contacts.Contact
        )
        foreach ($some in $everything) {
            $name = $some[0].GetType().Name
            $text = $some | Out-String -Width $Width
            $text | Should -Not -MatchExactly 'Skipcall\.' -Because $name
            $lines = $text.Split("`n").TrimEnd() | Where-Object { $_ }
            $lines[1] | Should -Match '^[ -]+$' -Because "$name is a table with one line of headers"
            $lines | Should -HaveCount (2 + @($some).Count) -Because $name
            $lines | ForEach-Object { Measure-Cell $_ } | Should -Not -BeGreaterThan $Width -Because $name
        }
    }

    It 'shows a list of every type' {
        foreach ($one in $contacts[0], (Get-SkipcallConnection), $information.MessageData, $sandbox, $sandbox.Requests[0], $contacts[0].Calls[0], $contacts[0].Tags[0], $contacts[0].Contact) {
            $one | Format-List | Out-String -Width $Width | Should -Not -MatchExactly 'Skipcall\.Skip|\{\}|ItemList' -Because $one.GetType().Name
        }
    }
}
