#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

Describe 'New-SequenceReport.ps1' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
        $file = "$TestDrive/report.html"

        function New-Report ($Sandbox, [hashtable] $Parameter = @{}) {
            $connection = $Sandbox | Connect-Skipcall -MaximumRetryCount 0 -PassThru
            $options = @{ SequenceId = 'demo'; Path = $file; Connection = $connection; WarningAction = 'SilentlyContinue' }
            foreach ($key in $Parameter.Keys) { $options[$key] = $Parameter[$key] }
            $null = & "$PSScriptRoot/../samples/New-SequenceReport.ps1" @options
            [System.IO.File]::ReadAllText($file)
        }
    }

    AfterAll {
        Disconnect-Skipcall
    }

    It 'writes one page that needs nothing else' {
        $html = New-Report (New-SkipcallSandbox)
        $html | Should -Not -Match '<script|<link|<img|https?://|@import|url\('
        $html | Should -Match 'prefers-color-scheme: dark'
        $html | Should -Match '<dt>Contacts</dt><dd>250</dd>'
        $html | Should -Match 'The list is complete: 250 contacts in 3 requests'
        { [xml] ($html -replace '(?s)^.*?(<main>.*</main>).*$', '$1' -replace '&hellip;|&ndash;') } | Should -Not -Throw
    }

    It 'encodes what people typed' {
        $sandbox = [Skipcall.SequenceContact]@{ Status = 'A<b>'; Tags = '<img src=x onerror=alert(1)>'; Contact = @{ FirstName = 'x' } } | New-SkipcallSandbox
        $html = New-Report $sandbox @{ Title = '</title><script>alert(1)</script>' }
        $html | Should -Not -Match '<script|<img|A<b>'
        $html | Should -Match '&lt;script&gt;'
    }

    It 'shows the label <Label> as <Shown>' -ForEach @(
        @{ Label = 'asked-to-be-called'; Shown = 'asked-to-be-called' }
        @{ Label = 'checked-back-by-kiosk'; Shown = 'checked-back-by-kio&hellip;' }
        @{ Label = "$([char] 0x65E5)$([char] 0x672C)$([char] 0x8A9E)" * 4; Shown = "$([char] 0x65E5)$([char] 0x672C)$([char] 0x8A9E)" * 3 + '&hellip;' }
    ) {
        New-Report ([Skipcall.SequenceContact]@{ Tags = $Label } | New-SkipcallSandbox) | Should -Match "y=`"20`">$([regex]::Escape($Shown))</text>"
    }

    It 'counts calls that took place, and the mean length of those that were answered' {
        $calls = @{ Status = 'NO_ANSWER'; StartedAt = '2026-01-15T10:30:00Z' }, @{ Status = 'COMPLETED'; StartedAt = '2026-01-15T11:30:00Z'; DurationSeconds = 100 },
        @{ Status = 'CONNECTED'; StartedAt = '2026-01-15T11:40:00Z'; DurationSeconds = 50 }, @{ Status = 'CANCELLED' }
        $html = New-Report ([Skipcall.SequenceContact]@{ Status = 'CONNECTED'; Calls = $calls } | New-SkipcallSandbox)
        $html | Should -Match '<dt>Calls</dt><dd>3</dd>'
        $html | Should -Match '<dt>Talk time</dt><dd>1:15</dd>'
    }

    It 'reports on an empty sequence' {
        New-Report (New-SkipcallSandbox) @{ SequenceId = 'empty' } | Should -Match '<dt>Contacts</dt><dd>0</dd>'
    }

    It 'leaves the old page as it was if the list breaks off' {
        Set-Content $file 'yesterday'
        { New-Report (New-SkipcallSandbox -Fault @{ Page = 2; StatusCode = 500; Times = 0 }) } | Should -Throw -ErrorId 'IncompleteResult,*'
        Get-Content $file | Should -Be 'yesterday'
    }
}
