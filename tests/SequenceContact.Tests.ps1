#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

# What a contact, its tags, phone numbers and calls do in PowerShell. CLIXML, JSON and CSV are in Serialization.Tests.ps1, tables in Output.Tests.ps1.

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force

    $escape = [char] 27
    $accent = [string] [char] 0xE9
    New-SkipcallSandbox | Connect-Skipcall
    $c = Get-SkipcallSequenceContact demo -All
}

AfterAll {
    Disconnect-Skipcall
}

Describe 'Everyday lines' {
    It 'finds 33 contacts with the tag hot-lead by <_>' -ForEach @(
        'Where-Object Tags -Contains hot-lead'
        'Where-Object Tags -Contains HOT-Lead'
        'Where-Object Tags -EQ hot-lead'
        'Where-Object { $_.Tags -contains ''hot-lead'' }'
        'Where-Object { ''hot-lead'' -in $_.Tags }'
        'Where-Object { $_.Tags -eq ''hot-lead'' }'
        'Where-Object { $_.Tags.Contains(''hot-lead'') }'
        'Where-Object { $_.Tags.Contains(''Hot-Lead'') }'
        'Where-Object { $_.Tags.Label -contains ''hot-lead'' }'
    ) {
        @([scriptblock]::Create("`$c | $_").Invoke()).Count | Should -Be 33
    }

    It 'selects by the name of a column' {
        $rows = @($c | Select-Object FullName, PhoneNumber, Status)
        $rows | Should -HaveCount 250
        $rows[0].FullName | Should -Be $c[0].Contact.FullName
        $rows[0].PhoneNumber | Should -Be $c[0].Contact.PhoneNumbers[0].Number
        $rows[0].Status | Should -Be CONNECTED
    }

    It 'filters by the time of the last call' {
        $day = ($c | Where-Object LastCallAt | Sort-Object LastCallAt)[-5].LastCallAt.Date
        $found = @($c | Where-Object LastCallAt -GT $day.AddDays(-1))
        $found | Should -HaveCount @($c | Where-Object { $_.Calls | Where-Object { $_.StartedAt -and $_.StartedAt.LocalDateTime -gt $day.AddDays(-1) } }).Count
        $found.Count | Should -BeGreaterThan 4
        $found.Count | Should -BeLessThan 250
        @($c | Where-Object LastCallAt -GT (Get-Date).Date.AddDays(1)) | Should -BeNullOrEmpty
    }

    It 'groups by the local hour of the last call' {
        $called = @($c | Where-Object LastCallAt)
        $hours = $called | Group-Object { $_.LastCallAt.Hour }
        $expected = $called | Group-Object { $_.LastCallAt.UtcDateTime.ToLocalTime().Hour }
        ($hours | Sort-Object { [int] $_.Name } | ForEach-Object { "$($_.Name):$($_.Count)" }) -join ' ' |
            Should -Be (($expected | Sort-Object { [int] $_.Name } | ForEach-Object { "$($_.Name):$($_.Count)" }) -join ' ')
    }

    It 'exports one row a call, with the contact''s id, name and number' {
        $c.Calls | Export-Csv "$TestDrive/calls.csv"
        $rows = @(Import-Csv "$TestDrive/calls.csv")
        $rows.Count | Should -Be ($c | ForEach-Object { $_.Calls.Count } | Measure-Object -Sum).Sum
        $rows | Where-Object { -not ($_.Id -and $_.ContactId -and $_.FullName -and $_.PhoneNumber) } | Should -BeNullOrEmpty
        $contact = $c | Where-Object { $_.Calls.Count -gt 1 } | Select-Object -First 1
        $own = @($rows | Where-Object ContactId -EQ $contact.Contact.Id)
        $own.Id | Should -Be $contact.Calls.Id
        $own.FullName | Sort-Object -Unique | Should -Be $contact.FullName
        $own.PhoneNumber | Sort-Object -Unique | Should -Be $contact.PhoneNumber
        $own.SequenceId | Sort-Object -Unique | Should -Be demo
    }
}

Describe 'Times' {
    It 'are at the local offset: <_>' -ForEach 'CreatedAt', 'LastCallAt' {
        $values = @($c.$_ | Where-Object { $_ })
        $values.Count | Should -BeGreaterThan 100
        foreach ($value in $values) {
            $value | Should -BeOfType ([datetimeoffset])
            $value.Offset | Should -Be ([timezoneinfo]::Local.GetUtcOffset($value))
        }
    }

    It 'of a call are at the local offset: <_>' -ForEach 'StartedAt', 'EndedAt', 'CreatedAt' {
        $value = $c[0].Calls[0].$_
        $value.DateTime | Should -Be $value.UtcDateTime.ToLocalTime()
    }

    It 'are the instant that was given' {
        $contact = [Skipcall.SequenceContact]@{ CreatedAt = '2024-07-15T12:30:00.1234567+05:00' }
        $contact.CreatedAt.UtcTicks | Should -Be ([datetimeoffset] '2024-07-15T07:30:00.1234567Z').UtcTicks
        ([Skipcall.SequenceContact]@{ CreatedAt = '9999-12-31T23:59:59Z' }).CreatedAt.UtcDateTime.Year | Should -Be 9999
        ([Skipcall.SequenceContact]@{ CreatedAt = [datetime] '2024-07-15' }).CreatedAt.DateTime | Should -Be ([datetime] '2024-07-15')
    }
}

Describe 'A contact made from a hashtable' {
    It 'has what it was given' {
        $name = "Zo$accent"
        $contact = [Skipcall.SequenceContact]@{ Id = '1'; Status = 'CONNECTED'; Tags = 'hot-lead', 'vip'; Contact = @{ FirstName = $name } }
        $contact.Tags.ToString() | Should -Be 'hot-lead; vip'
        $contact.FullName | Should -Be $name
        "$contact" | Should -Be "$name (CONNECTED)"
        $contact.Calls.ToString() | Should -Be ''
    }

    It '<Script> has "<Text>" as <Property>' -ForEach @(
        @{ Script = '[Skipcall.SequenceContact]@{ Tags = ''vip'' }'; Property = 'Tags'; Text = 'vip' }
        @{ Script = '[Skipcall.SequenceContact]@{ Tags = ''a, b; c'' }'; Property = 'Tags'; Text = 'a, b; c' }
        @{ Script = '[Skipcall.SequenceContact]@{ Contact = @{ PhoneNumbers = ''+33612345678'' } }'; Property = 'PhoneNumber'; Text = '+33612345678' }
        @{ Script = '[Skipcall.SequenceContact]@{ PhoneNumber = ''+33612345678'' }'; Property = 'PhoneNumbers'; Text = '+33612345678' }
        @{ Script = '[Skipcall.SequenceContact]@{ phonenumber = ''+33612345678'' }'; Property = 'PhoneNumber'; Text = '+33612345678' }
        @{ Script = '[Skipcall.SequenceContact]@{ PhoneNumber = 33612345678 }'; Property = 'PhoneNumber'; Text = '33612345678' }
        @{ Script = '[Skipcall.SequenceContact]@{ FullName = ''Ada Lovelace'' }'; Property = 'LastName'; Text = 'Lovelace' }
        @{ Script = '[Skipcall.SequenceContact]@{ FullName = ''x''; FirstName = ''Ada'' }'; Property = 'FullName'; Text = 'Ada' }
        @{ Script = '[Skipcall.SequenceContact]@{ ContactId = ''7'' }'; Property = 'ContactId'; Text = '7' }
        @{ Script = '[Skipcall.SequenceContact]@{ Company = ''Acme''; Contact = @{ FirstName = ''Ada'' } }'; Property = 'Company'; Text = 'Acme' }
        @{ Script = '[Skipcall.SequenceContact]@{ Tags = $null }'; Property = 'Tags'; Text = '' }
        @{ Script = '[Skipcall.SequenceContact]@{ AdditionalProperties = @{ score = 7 } }'; Property = 'AdditionalProperties'; Text = 'score=7' }
        @{ Script = '[Skipcall.SequenceContact]([pscustomobject]@{ Id = ''1''; Tags = ''vip; hot-lead'' })'; Property = 'Tags'; Text = 'vip; hot-lead' }
        @{
            Script   = '[Skipcall.SequenceContact]@{ Calls = @{ Status = ''COMPLETED''; DurationSeconds = 150; StartedAt = ''2024-01-15T10:30:00Z'' } }'
            Property = 'Calls'
            Text     = 'COMPLETED 2024-01-15T10:30:00Z 150s'
        }
        @{ Script = '[Skipcall.SequenceContact]@{ Calls = ''COMPLETED 2024-01-15T10:30:00Z 150s'' }'; Property = 'TalkTime'; Text = '00:02:30' }
        @{ Script = '[Skipcall.SequenceContact]@{ Calls = @{ Status = ''BUSY'' }, @{ Status = ''MISSED_CALL'' } }'; Property = 'Calls'; Text = 'BUSY; MISSED_CALL' }
        @{ Script = '[Skipcall.Call]@{ DurationSeconds = 90.5 }'; Property = 'Duration'; Text = '00:01:30.5000000' }
        @{ Script = '[Skipcall.SequenceContact]@{ Id = ''x'' }'; Property = 'Status'; Text = $null }
    ) {
        $value = (& ([scriptblock]::Create($Script))).$Property
        if ($null -eq $Text) { $value | Should -Be $null } else { $value.ToString() | Should -BeExactly $Text }
    }

    It 'is an error for <_>' -ForEach @(
        '@{ Staus = ''CONNECTED'' }'
        '@{ CreatedAt = ''yesterday'' }'
        '@{ Contact = @{ Fistname = ''Ada'' } }'
        '@{ Calls = @{ DurationSeconds = ''long'' } }'
        '@{ Calls = ''what is this'' }'
        '@{ Tags = @{ IsSuccessTag = ''maybe'' } }'
        '@{ Company = ''a'', ''b'' }'
        '([pscustomobject]@{ Nom = ''Ada'' })'
        '7'
    ) {
        { . ([scriptblock]::Create("[Skipcall.SequenceContact] $_")) } | Should -Throw -ErrorId '*Cast*'
    }

    It 'says which property is unknown, and which there are' {
        { [Skipcall.SequenceContact]@{ Staus = 'CONNECTED' } } | Should -Throw "*'Staus'*Status*"
    }
}

Describe 'The properties of a contact that are for people' {
    It 'set the same in Contact: <Property>' -ForEach @(
        @{ Property = 'FirstName'; Value = 'Ada' }
        @{ Property = 'LastName'; Value = 'Lovelace' }
        @{ Property = 'Email'; Value = 'ada@example.org' }
        @{ Property = 'Company'; Value = 'Acme' }
        @{ Property = 'FullName'; Value = 'Ada King Lovelace' }
    ) {
        $contact = [Skipcall.SequenceContact]::new()
        $contact.$Property = $Value
        $contact.Contact.$Property | Should -Be $Value
    }

    It 'replace the first phone number only' {
        $contact = [Skipcall.SequenceContact]@{ Contact = @{ PhoneNumbers = '+1', '+2' } }
        $contact.PhoneNumber = '+3'
        $contact.Contact.PhoneNumbers.Number | Should -Be '+3', '+2'
        $contact.PhoneNumber = $null
        $contact.PhoneNumber | Should -Be '+2'
    }

    It 'have no <Kind>; the text in Contact has it' -ForEach @(
        @{ Kind = 'colour'; Text = "red$([char] 27)[31;1mtext$([char] 27)[0m"; Shown = 'redtext' }
        @{ Kind = 'colour of the 8-bit kind'; Text = "red$([char] 0x9B)31mtext"; Shown = 'redtext' }
        @{ Kind = 'link or window title'; Text = "a$([char] 27)]8;;https://example.org$([char] 7)b$([char] 27)]0;title$([char] 27)\c"; Shown = 'abc' }
        @{ Kind = 'unfinished sequence'; Text = "a$([char] 27)[31"; Shown = 'a' }
        @{ Kind = 'line break'; Text = "two`r`nlines`tand`u{2028}more"; Shown = 'two lines and more' }
        @{ Kind = 'bell or backspace'; Text = "a$([char] 7)b$([char] 8)c"; Shown = 'abc' }
        @{ Kind = 'mark that turns the direction'; Text = "a`u{202E}b`u{2066}c`u{200F}d"; Shown = 'abcd' }
        @{ Kind = 'zero-width space'; Text = "ad`u{200B}mi`u{FEFF}n`u{2060}"; Shown = 'admin' }
        @{ Kind = 'joiner between letters'; Text = "ad`u{200D}min`u{200C}"; Shown = 'admin' }
        @{ Kind = 'hidden tag characters'; Text = "a`u{E0041}`u{E0042}"; Shown = 'a' }
    ) {
        $contact = [Skipcall.SequenceContact]@{ Contact = @{ FirstName = $Text; LastName = $Text; Email = $Text; Company = $Text; PhoneNumbers = $Text }; Tags = $Text; Status = $Text }
        $contact.FirstName, $contact.LastName, $contact.Email, $contact.Company, $contact.PhoneNumber | Should -BeExactly (@($Shown) * 5)
        $contact.FullName | Should -BeExactly "$Shown $Shown"
        "$($contact.Contact)", "$contact" | Should -BeExactly "$Shown $Shown", "$Shown $Shown ($Shown)"
        $contact.Tags.ToString(), $contact.PhoneNumbers.ToString() | Should -BeExactly $Shown, $Shown
        $contact.Contact.FirstName | Should -BeExactly $Text
        $contact.Tags[0].Label | Should -BeExactly $Text
    }

    It 'keep joiners where they shape text: <_>' -ForEach @(
        "`u{1F468}`u{200D}`u{1F469}`u{200D}`u{1F467}"
        "`u{2764}`u{FE0F}`u{200D}`u{1F525}"
        "`u{0645}`u{06CC}`u{200C}`u{062E}"
    ) {
        ([Skipcall.SequenceContact]@{ Company = $_ }).Company | Should -BeExactly $_
    }
}

Describe 'Every public type' {
    It 'can be converted to text' {
        $types = (Get-Command Connect-Skipcall).ImplementingType.Assembly.GetExportedTypes() |
            Where-Object { $_.Namespace -eq 'Skipcall' -and $_.IsClass -and -not $_.IsAbstract -and -not $_.IsSubclassOf([Exception]) }
        $types.Name | Should -Contain SequenceContact
        $types | Where-Object { $_.GetMethod('ToString', [type]::EmptyTypes).DeclaringType -eq [object] } | Should -BeNullOrEmpty
    }
}
