#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester hands what BeforeAll assigns on to It.')]
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

Describe 'A tag' {
    BeforeAll {
        $tag = [Skipcall.Tag]@{ Label = 'Hot-Lead'; Id = '1' }
        $same = [Skipcall.Tag]@{ Label = 'hot-lead'; Id = '2' }
    }

    It 'equals its label on both sides, ignoring case' {
        $tag -eq 'hot-lead' | Should -BeTrue
        'hot-lead' -eq $tag | Should -BeTrue
        $tag -eq $same | Should -BeTrue
        $tag -ne 'vip' | Should -BeTrue
        'vip' -ne $tag | Should -BeTrue
        $tag -eq [Skipcall.Tag] 'vip' | Should -BeFalse
        $tag -eq $null | Should -BeFalse
        $null -eq $tag | Should -BeFalse
        $tag.GetHashCode() | Should -Be $same.GetHashCode()
    }

    It 'does not equal a phone number with the same text' {
        ([Skipcall.Tag] '+33612345678').Equals([Skipcall.PhoneNumber] '+33612345678') | Should -BeFalse
    }

    It 'matches a label in switch' {
        $found = switch ([Skipcall.Tag[]] ('vip', 'Hot-Lead')) { 'hot-lead' { 'hot' } 'vip' { 'important' } default { 'other' } }
        $found | Should -Be important, hot
    }

    It 'counts as its label for <_>' -ForEach 'Sort-Object -Unique', 'Select-Object -Unique', 'Get-Unique', 'Group-Object | ForEach-Object Name' {
        if ($_ -eq 'Select-Object -Unique' -and $PSVersionTable.PSVersion.Major -lt 7) {
            Set-ItResult -Skipped -Because 'Windows PowerShell compares the properties'
        }

        $tags = $tag, $same, [Skipcall.Tag] 'vip'
        $labels = [scriptblock]::Create("`$tags | $_").InvokeWithContext($null, @([psvariable]::new('tags', $tags))) | ForEach-Object { "$_" }
        $labels | Sort-Object | Should -Be 'Hot-Lead', 'vip'
    }

    It 'gives the same groups as its label, over all contacts' {
        $byTag = $c.Tags | Group-Object | Sort-Object Name | ForEach-Object { "$($_.Name)=$($_.Count)" }
        $byLabel = $c.Tags.Label | Group-Object | Sort-Object Name | ForEach-Object { "$($_.Name)=$($_.Count)" }
        $byTag | Should -Be $byLabel
        @($c.Tags | Sort-Object -Unique) | Should -HaveCount @($c.Tags.Label | Sort-Object -Unique).Count
    }

    It 'compares by label with Compare-Object' {
        $difference = Compare-Object ([Skipcall.Tag[]] ('vip', 'hot-lead')) ([Skipcall.Tag[]] ('Hot-Lead', 'follow-up'))
        $difference | ForEach-Object { "$($_.InputObject) $($_.SideIndicator)" } | Sort-Object | Should -Be 'follow-up =>', 'vip <='
        Compare-Object ([Skipcall.Tag[]] ('vip', 'hot-lead')) ('hot-lead', 'vip') | Should -BeNullOrEmpty
    }

    It 'is found by its label in a hashtable of groups' {
        $groups = $c.Tags | Group-Object -AsHashTable -AsString
        $groups['hot-lead'].Count | Should -Be 33
    }

    It 'is found by its label as a key of a table that ignores case' {
        $table = [Collections.Hashtable]::new([StringComparer]::OrdinalIgnoreCase)
        $table[$tag] = 1
        $table['hot-lead'] | Should -Be 1
        $table[$same] | Should -Be 1
    }
}

Describe 'A phone number' {
    It 'equals its number on both sides' {
        $number = [Skipcall.PhoneNumber]@{ Number = '+33612345678'; Id = '1' }
        $number -eq '+33612345678' | Should -BeTrue
        '+33612345678' -eq $number | Should -BeTrue
        $number -eq [Skipcall.PhoneNumber] '+33612345678' | Should -BeTrue
        $number -eq '+33612345679' | Should -BeFalse
        $number.GetHashCode() | Should -Be ([Skipcall.PhoneNumber] '+33612345678').GetHashCode()
    }

    It 'is found in a list by its number' {
        $number = $c[3].Contact.PhoneNumbers[1].Number
        @($c | Where-Object PhoneNumbers -Contains $number) | Should -HaveCount 1
        @($c | Where-Object { $number -in $_.Contact.PhoneNumbers }) | Should -HaveCount 1
        @($c | Where-Object { $_.PhoneNumbers.Contains($number) }) | Should -HaveCount 1
        $c[3].PhoneNumbers -eq $number | Should -HaveCount 1
        Compare-Object $c[3].PhoneNumbers $c[3].PhoneNumbers.Number | Should -BeNullOrEmpty
    }
}

Describe 'The calls of a contact' {
    BeforeAll {
        $now = [datetimeoffset]::Now
        $called = [Skipcall.SequenceContact]@{
            SequenceId = 's'; Contact = @{ Id = 'c'; FirstName = 'Ada'; LastName = 'Lovelace'; PhoneNumbers = '+33612345678' }
            Calls      = @(
                @{ Id = 'second'; Status = 'COMPLETED'; StartedAt = $now.AddDays(-1); DurationSeconds = 60 }
                @{ Id = 'first'; Status = 'NO_ANSWER'; StartedAt = $now.AddDays(-2); DurationSeconds = 20.5 }
                @{ Id = 'planned'; Status = 'QUEUED'; CreatedAt = $now; DurationSeconds = 1000 }
            )
        }
        $never = [Skipcall.SequenceContact]@{ Calls = @{ Status = 'NOT_INITIATED'; CreatedAt = $now } }
    }

    It 'count if they took place' {
        $called.CallCount | Should -Be 2
        $called.LastCall.Id | Should -Be second
        $called.LastCallAt | Should -Be $now.AddDays(-1)
        $called.TalkTime | Should -Be ([timespan]::FromSeconds(80.5))
    }

    It 'that did not take place leave a contact never called' {
        $never.CallCount | Should -Be 0
        $never.LastCall | Should -BeNullOrEmpty
        $never.LastCallAt | Should -BeNullOrEmpty
        $never.TalkTime | Should -Be ([timespan]::Zero)
    }

    It 'mean the same by every property of the sample' {
        $withoutCall = @($c | Where-Object CallCount -EQ 0).Count
        $withoutCall | Should -BeGreaterThan 0
        @($c | Where-Object { -not $_.LastCallAt }) | Should -HaveCount $withoutCall
        @($c | Where-Object { -not $_.LastCall }) | Should -HaveCount $withoutCall
        @($c | Where-Object { -not ($_.Calls | Where-Object StartedAt) }) | Should -HaveCount $withoutCall
        ($c | Measure-Object CallCount -Sum).Sum | Should -Be @($c.Calls | Where-Object StartedAt).Count
    }

    It 'are answered if their status is CONNECTED or COMPLETED: <Status> is <Answered>' -ForEach @(
        foreach ($status in 'CONNECTED', 'COMPLETED') { @{ Status = $status; Answered = $true } }
        foreach ($status in 'NO_ANSWER', 'VOICEMAIL', 'IN_PROGRESS', 'NEW_STATUS') { @{ Status = $status; Answered = $false } }
    ) {
        ([Skipcall.Call]@{ Status = $Status }).IsAnswered | Should -Be $Answered
    }

    It 'know their contact, also when they are added later' {
        $called.Calls[0] | Select-Object SequenceId, ContactId, FullName, PhoneNumber | ForEach-Object { $_.psobject.Properties.Value } |
            Should -Be 's', 'c', 'Ada Lovelace', '+33612345678'
        $contact = [Skipcall.SequenceContact]@{ SequenceId = 'later' }
        $contact.Calls.Add([Skipcall.Call]@{ Status = 'BUSY' })
        $contact.Calls[0].SequenceId | Should -Be later
    }

    It 'of no contact have no contact''s properties' {
        ([Skipcall.Call]@{ Status = 'BUSY' }).FullName | Should -BeNullOrEmpty
    }

    It 'sum up to a talk time whatever the durations' {
        $contact = [Skipcall.SequenceContact]@{ Calls = @(1..20 | ForEach-Object { @{ StartedAt = $now; DurationSeconds = 9e10 } }) }
        $contact.TalkTime | Should -Be ([timespan]::MaxValue)
        ([Skipcall.Call]@{ DurationSeconds = 90.5 }).Duration | Should -Be ([timespan]::FromSeconds(90.5))
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

Describe 'The help' {
    It 'explains every status' {
        $help = Get-Help Get-SkipcallSequenceContact -Full | Out-String
        $statuses = [enum]::GetNames([Skipcall.SequenceContactStatus]) + @(
            'NOT_INITIATED', 'INITIATED', 'QUEUED', 'RINGING', 'IN_PROGRESS', 'BUSY', 'NO_ANSWER', 'MISSED_CALL', 'VOICEMAIL'
            'CONNECTED', 'CANCELLED', 'COMPLETED', 'ERROR_NUMBER', 'ERROR_COUNTRY', 'UNKNOWN_ERROR'
        )
        foreach ($status in $statuses) {
            $help | Should -MatchExactly "- $($status): \w"
        }
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
