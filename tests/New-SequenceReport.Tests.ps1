#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

Describe 'New-SequenceReport.ps1' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
        $file = "$TestDrive/report.html"

        function Get-Report ($Sandbox, [hashtable] $Parameter = @{}) {
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
        $html = Get-Report (New-SkipcallSandbox)
        $html | Should -Not -Match '<script|<link|<img|https?://|@import|url\('
        $html | Should -Match 'prefers-color-scheme: dark'
        $html | Should -Match '<dt>Contacts</dt><dd>250</dd>'
        $html | Should -Match 'The list is complete: 250 contacts in 3 requests'
        { [xml] ($html -replace '(?s)^.*?(<main>.*</main>).*$', '$1' -replace '&hellip;|&ndash;') } | Should -Not -Throw
    }

    It 'encodes text from contacts' {
        $sandbox = [Skipcall.SequenceContact]@{ Status = 'A<b>'; Tags = '<img src=x onerror=alert(1)>'; Contact = @{ FirstName = 'x' } } | New-SkipcallSandbox
        $html = Get-Report $sandbox @{ Title = '</title><script>alert(1)</script>' }
        $html | Should -Not -Match '<script|<img|A<b>'
        $html | Should -Match '&lt;script&gt;'
    }

    It 'shows the label <_> in full' -ForEach 'asked-to-be-called', 'checked-back-by-kiosk-in-the-week-of-the-trade-fair' {
        Get-Report ([Skipcall.SequenceContact]@{ Tags = $_ } | New-SkipcallSandbox) | Should -Match "<span class=`"label`">$_</span>"
    }

    It 'draws bars of the same width in <_>' -ForEach 'en-US', 'fr-FR' {
        $kept = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            $html = Get-Report (New-SkipcallSandbox)
        } finally {
            [cultureinfo]::CurrentCulture = $kept
        }

        $html | Should -Match 'class="best" style="width: 16\.4%"'
        $html | Should -Not -Match '(width|height): \d+,'
    }

    It 'counts calls that took place, and the mean length of those that were answered' {
        $calls = @{ Status = 'NO_ANSWER'; StartedAt = '2026-01-15T10:30:00Z' }, @{ Status = 'COMPLETED'; StartedAt = '2026-01-15T11:30:00Z'; DurationSeconds = 100 },
        @{ Status = 'CONNECTED'; StartedAt = '2026-01-15T11:40:00Z'; DurationSeconds = 50 }, @{ Status = 'CANCELLED' }
        $html = Get-Report ([Skipcall.SequenceContact]@{ Status = 'CONNECTED'; Calls = $calls } | New-SkipcallSandbox)
        $html | Should -Match '<dt>Calls</dt><dd>3</dd>'
        $html | Should -Match '<dt>Talk time</dt><dd>1:15</dd>'
    }

    It 'reports on an empty sequence' {
        Get-Report (New-SkipcallSandbox) @{ SequenceId = 'empty' } | Should -Match '<dt>Contacts</dt><dd>0</dd>'
    }

    It 'leaves the old page as it was if the list breaks off' {
        Set-Content $file 'yesterday'
        { Get-Report (New-SkipcallSandbox -Fault @{ Page = 2; StatusCode = 500; Times = 0 }) } | Should -Throw -ErrorId 'IncompleteResult,*'
        Get-Content $file | Should -Be 'yesterday'
    }
}
