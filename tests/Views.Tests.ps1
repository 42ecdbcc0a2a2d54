#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    New-SkipcallSandbox | Connect-Skipcall
    $contacts = Get-SkipcallSequenceContact demo -All
}

AfterAll {
    Disconnect-Skipcall
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

    It 'show the times of the properties' {
        $contact = $contacts[0]
        $contact | Format-List | Out-String | Should -Match "CreatedAt +: $($contact.CreatedAt.ToString('yyyy-MM-dd HH:mm', [cultureinfo]::InvariantCulture))"
        $contact | Format-Table | Out-String | Should -Match $contact.LastCallAt.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)
        $contact.Calls | Format-Table | Out-String | Should -Match $contact.Calls[0].StartedAt.ToString('yyyy-MM-dd HH:mm', [cultureinfo]::InvariantCulture)
    }

    It 'show no control characters and no invisible ones' {
        $bad = "x$([char] 27)[31m$([char] 7)$([char] 0x9B)31m$([char] 0x202E)$([char] 0x200B)y"
        $contact = [Skipcall.SequenceContact]@{
            Id = $bad; SequenceId = $bad; Status = $bad; Tags = @{ Id = $bad; Label = $bad }; AdditionalProperties = @{ $bad = $bad }
            Contact = @{ Id = $bad; FirstName = $bad; LastName = $bad; Email = $bad; Company = $bad; PhoneNumbers = @{ Id = $bad; Number = $bad }; AdditionalProperties = @{ $bad = $bad } }
            Calls = @{ Id = $bad; Status = $bad; StartedAt = [datetimeoffset]::Now; AdditionalProperties = @{ $bad = $bad } }
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

Describe 'Colors' {
    # In a process of its own: a host decides once whether it has any.
    It 'follow $env:NO_COLOR ("<NoColor>") and $PSStyle.OutputRendering ("<Rendering>")' -Tag Once -ForEach @(
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
        $shown = Invoke-WithVariable NO_COLOR $NoColor { & $Shell -NoProfile -NonInteractive -Command "& { $script } '$PSScriptRoot/../Skipcall.psd1' '$Rendering'" }
        $shown | Should -Be "$Coloured", "$Coloured"
    }
}
