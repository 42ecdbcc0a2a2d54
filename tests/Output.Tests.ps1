#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester hands what BeforeAll assigns on to It.')]
param()

# What comes out does in the shell what everything else does: tables, CSV, JSON, groups.

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force

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

Describe 'What people typed can''t steer the terminal' {
    It 'loses escape characters and line breaks in a view, and nowhere else' {
        $shown = $contacts | Format-List | Out-String
        $shown | Should -Not -Match "red $([char] 27)"
        $shown | Should -Match 'red text'
        $contacts[2].Company | Should -Be 'red text'
        $contacts[2].Contact.Company | Should -Match ([char] 27)
    }
}

Describe 'Views' {
    BeforeAll {
        $views = ([xml] (Get-Content "$PSScriptRoot/../Skipcall.Format.ps1xml" -Raw)).Configuration.ViewDefinitions.View
        $assembly = (Get-Command Connect-Skipcall).ImplementingType.Assembly

        # Formats contacts, calls, tags and phone numbers in a session of its own.
        function Format-InSession ([scriptblock] $Setting, [switch] $NoStyle) {
            $initial = [initialsessionstate]::CreateDefault2()
            if ($NoStyle) {
                $initial.Variables.Remove('PSStyle', $null)
            }

            $runspace = [runspacefactory]::CreateRunspace($initial)
            $runspace.Open()
            $shell = [powershell]::Create($runspace)
            try {
                $null = $shell.AddScript({
                        param($module, $setting)
                        Import-Module $module
                        New-SkipcallSandbox | Connect-Skipcall
                        $contacts = Get-SkipcallSequenceContact demo -All -InformationVariable information
                        $contact = $contacts | Where-Object { $_.Tags -and @($_.Calls).Count -gt 1 } | Select-Object -First 1
                        $uncalled = $contacts | Where-Object { $_.Calls -and -not $_.CallCount } | Select-Object -First 1
                        $receipt = $information.MessageData
                        $receipt.Elapsed = 0
                        . ([scriptblock]::Create($setting))
                        foreach ($some in $contacts[0..9], $contact.Contact, $contact.Calls, $uncalled, $contact.Tags, $contact.PhoneNumbers, $receipt) {
                            $some | Format-Table | Out-String -Width 150
                            $some | Format-List | Out-String -Width 150
                            $some | Format-Wide | Out-String -Width 150
                        }
                    }).AddArgument("$PSScriptRoot/../Skipcall.psd1").AddArgument("$Setting")
                ($shell.Invoke() -join "`n") -replace "$([char] 27)\[[\d;]*m"
            } finally {
                $shell.Dispose()
                $runspace.Dispose()
            }
        }

        $plain = Format-InSession {}
    }

    It 'have properties as columns and labels' {
        foreach ($view in $views) {
            $type = $assembly.GetType($view.ViewSelectedBy.TypeName)
            $names = @($view.SelectNodes('.//Label').InnerText) + @($view.SelectNodes('.//PropertyName').InnerText) | Where-Object { $_ }
            $names | Where-Object { -not $type.GetProperty($_) } | Should -BeNullOrEmpty -Because $type.Name
        }
    }

    It 'call no methods and name no types' {
        foreach ($cell in $views.SelectNodes('.//ScriptBlock').InnerText) {
            [scriptblock]::Create($cell).Ast.FindAll({ $args[0] -is [Management.Automation.Language.InvokeMemberExpressionAst] -or $args[0] -is [Management.Automation.Language.TypeExpressionAst] }, $true) |
                Should -BeNullOrEmpty -Because $cell
        }
    }

    It 'show every type as a table, a list and in columns' {
        foreach ($group in $views | Group-Object { $_.ViewSelectedBy.TypeName }) {
            $group.Group | ForEach-Object { $_.ChildNodes[2].Name } | Should -Be TableControl, ListControl, WideControl -Because $group.Name
        }
    }

    It 'look the same in constrained language mode' {
        $plain | Should -Match 'COMPLETED'
        Format-InSession { $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage' } | Should -BeExactly $plain
    }

    It 'look the same in strict mode' {
        Format-InSession { Set-StrictMode -Version Latest } | Should -BeExactly $plain
    }

    It 'look the same in strict mode where $PSStyle does not exist' {
        Format-InSession { Set-StrictMode -Version Latest } -NoStyle | Should -BeExactly $plain
    }

    It 'use the width of the window' {
        $long = [Skipcall.SequenceContact]@{ FullName = 'Ada Lovelace'; Company = 'The Analytical Engine Company'; Tags = 'interested-in-machines' }
        $long | Out-String -Width 180 | Should -Match 'interested-in-machines +0 The Analytical Engine Company'
        $long | Out-String -Width 80 | Should -Match "interested-in-machi"
    }

    It 'have a short form for an object that follows one of another type' {
        foreach ($one in $contacts[0], $contacts[0].Calls[0], [Skipcall.ScanReceipt]@{ SequenceId = 'a' }, (New-SkipcallSandbox), [Skipcall.ContactChange]@{ Id = '1'; Kind = 'Added' }) {
            $lines = ((Get-Item $PSScriptRoot), $one | Out-String).Split("`n") -match '^\w+ +:'
            $lines.Count | Should -BeIn (4..8) -Because $one.GetType().Name
        }
    }

    It 'show the times that the properties have' {
        $contact = $contacts[0]
        $contact | Format-List | Out-String | Should -Match "CreatedAt +: $($contact.CreatedAt.ToString('yyyy-MM-dd HH:mm', [cultureinfo]::InvariantCulture))"
        $contact | Format-Table | Out-String | Should -Match $contact.LastCallAt.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)
        $contact.Calls | Format-Table | Out-String | Should -Match $contact.Calls[0].StartedAt.ToString('yyyy-MM-dd HH:mm', [cultureinfo]::InvariantCulture)
    }

    It 'show no character that is obeyed or invisible' {
        $bad = "x$([char] 27)[31m$([char] 7)$([char] 0x9B)31m$([char] 0x202E)$([char] 0x200B)y"
        $contact = [Skipcall.SequenceContact]@{
            Id = $bad; SequenceId = $bad; Status = $bad; Tags = @{ Id = $bad; Label = $bad }; AdditionalProperties = @{ $bad = $bad }
            Contact = @{ Id = $bad; FirstName = $bad; LastName = $bad; Email = $bad; Company = $bad; PhoneNumbers = @{ Id = $bad; Number = $bad }; AdditionalProperties = @{ $bad = $bad } }
            Calls = @{ Id = $bad; Status = $bad; StartedAt = $now; AdditionalProperties = @{ $bad = $bad } }
        }
        $receipt = [Skipcall.ScanReceipt]@{ SequenceId = $bad; Tag = $bad; Status = $bad; Reason = $bad }
        $sandbox = @{ Id = '1'; SequenceId = $bad } | New-SkipcallSandbox
        foreach ($some in $contact, $contact.Contact, $contact.Calls[0], $contact.Tags[0], $contact.PhoneNumbers[0], $receipt, $sandbox) {
            foreach ($text in ($some | Format-Table | Out-String), ($some | Format-List | Out-String), ($some | Format-Wide | Out-String)) {
                $text | Should -Match 'x' -Because $some.GetType().Name

                # What is left are the colours and line breaks of PowerShell itself.
                $text -replace "$([char] 27)\[(0|32;1|32|31|33|36|90|1|4|7)m" -replace '\r?\n' | Should -Not -Match '[\p{Cc}\p{Cf}]' -Because $some.GetType().Name
                $text | Should -Not -Match "x$([char] 27)" -Because $some.GetType().Name
            }
        }
    }
}

Describe 'Colours' {
    # In a process of its own: a host decides once whether it has any.
    It 'are there where they are wanted: NO_COLOR is "<NoColor>", rendering <Rendering>' -Tag Once -ForEach @(
        @{ NoColor = ''; Rendering = 'Ansi'; Coloured = $true }
        @{ NoColor = ''; Rendering = 'PlainText'; Coloured = $false }
        @{ NoColor = '1'; Rendering = ''; Coloured = $false }
    ) {
        $script = {
            param($module, $rendering)
            Import-Module $module
            if ($rendering) {
                $PSStyle.OutputRendering = $rendering
            }

            New-SkipcallSandbox | Connect-Skipcall
            $text = Get-SkipcallSequenceContact demo -First 50 | Format-Table | Out-String
            $text.Contains("$([char] 27)[32mCONNECTED"), $text.Contains([char] 27)
        }
        $kept = $env:NO_COLOR
        try {
            $env:NO_COLOR = $NoColor
            & $Shell -NoProfile -NonInteractive -Command "& { $script } '$PSScriptRoot/../Skipcall.psd1' '$Rendering'" | Should -Be "$Coloured", "$Coloured"
        } finally {
            $env:NO_COLOR = $kept
        }
    }
}
