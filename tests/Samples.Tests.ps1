#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester hands what BeforeAll assigns on to It.')]
param()

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
    $samples = "$PSScriptRoot/../samples"

    # As a scheduler runs it: another process, and nothing of it but an exit code and a file.
    function Invoke-Sample ([string] $Name, [string[]] $Argument) {
        $null = pwsh -NoProfile -NonInteractive -File "$samples/$Name.ps1" @Argument 2>&1
        $LASTEXITCODE
    }
}

AfterAll {
    Disconnect-Skipcall
}

Describe 'QuickStart.ps1' {
    It 'shows contacts' {
        $shown = & "$samples/QuickStart.ps1" | Out-String
        $shown | Should -Match 'has 250 contacts'
        $shown | Should -Match 'CONNECTED'
    }
}

Describe 'Each sample' -Tag Once {
    It 'ends with 0 and a file: <Name>' -ForEach @(
        @{ Name = 'Export-HotLead'; File = 'hot.csv' }
        @{ Name = 'Export-ReachedContact'; File = 'reached.csv' }
        @{ Name = 'New-SequenceReport'; File = 'report.html' }
    ) {
        Invoke-Sample $Name '-SequenceId', 'demo', '-Path', "$TestDrive/$File", '-Sandbox' | Should -Be 0
        "$TestDrive/$File" | Should -Exist
    }

    It 'ends with 1 and no file when there is no such sequence: <Name>' -ForEach @(
        @{ Name = 'Export-HotLead' }
        @{ Name = 'Export-ReachedContact' }
        @{ Name = 'New-SequenceReport' }
    ) {
        Invoke-Sample $Name '-SequenceId', 'nope', '-Path', "$TestDrive/none", '-Sandbox' | Should -Be 1
        "$TestDrive/none" | Should -Not -Exist
    }

    It 'stops on errors and has a help topic: <_>' -ForEach (Get-ChildItem "$PSScriptRoot/../samples/*.ps1").BaseName {
        Get-Content "$samples/$_.ps1" | Should -Contain '$ErrorActionPreference = ''Stop'''
        (Get-Help "$samples/$_.ps1").Synopsis | Should -BeLike '*.'
    }
}

Describe 'Export-ReachedContact.ps1' {
    BeforeAll {
        $noon = [datetimeoffset] [datetime]::Today.AddHours(12)
        $calls = @(
            @{ Id = 'old'; Status = 'NO_ANSWER'; StartedAt = $noon.AddDays(-1) }
            @{ Id = 'good'; Status = 'COMPLETED'; StartedAt = $noon.AddDays(-1); EndedAt = $noon.AddDays(-1).AddSeconds(90); DurationSeconds = 90 }
            @{ Id = 'today'; Status = 'COMPLETED'; StartedAt = $noon }
        )
        @(
            [Skipcall.SequenceContact]@{ Status = 'CONNECTED'; Tags = 'hot-lead', 'vip'; Contact = @{ Id = 'c1'; FirstName = 'Ada' }; Calls = $calls }
            [Skipcall.SequenceContact]@{ Status = 'RESPONDER'; Contact = @{ FirstName = 'Bob' }; Calls = @{ Status = 'VOICEMAIL'; StartedAt = $noon.AddDays(-1) } }
        ) | New-SkipcallSandbox | Connect-Skipcall
        $kept = [cultureinfo]::CurrentCulture
    }

    AfterEach {
        [cultureinfo]::CurrentCulture = $kept
    }

    It 'writes yesterday''s conversations, the same in <_>' -ForEach 'en-US', 'fr-FR' {
        [cultureinfo]::CurrentCulture = $_
        $null = & "$samples/Export-ReachedContact.ps1" -SequenceId demo -Path "$TestDrive/reached.csv"
        $rows = @(Import-Csv "$TestDrive/reached.csv")
        $rows.CallId | Should -Be 'good'
        $rows[0].CallStartedAt | Should -Be $noon.AddDays(-1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")
        $rows[0].DurationSeconds | Should -Be '90'
        $rows[0].Tags | Should -Be 'hot-lead; vip'
    }

    It 'writes the conversations of another day' {
        $null = & "$samples/Export-ReachedContact.ps1" -SequenceId demo -Path "$TestDrive/today.csv" -Date ([datetime]::Today)
        (Import-Csv "$TestDrive/today.csv").CallId | Should -Be 'today'
    }
}

Describe 'New-SequenceReport.ps1' {
    It 'is one page that needs nothing else' {
        New-SkipcallSandbox | Connect-Skipcall
        $null = & "$samples/New-SequenceReport.ps1" -SequenceId demo -Path "$TestDrive/report.html"
        $html = Get-Content "$TestDrive/report.html" -Raw
        $html | Should -Not -Match '<script|<link|<img|https?://|@import|url\('
        $html | Should -Match 'prefers-color-scheme: dark'
        $html | Should -Match '<dt>Contacts</dt><dd>250</dd>'
        $html | Should -Match 'The list is complete: 250 contacts in 3 requests'
        { [xml] ($html -replace '(?s)^.*?(<main>.*</main>).*$', '$1' -replace '&hellip;|&ndash;') } | Should -Not -Throw
    }

    It 'encodes what people typed' {
        [Skipcall.SequenceContact]@{ Status = 'A<b>'; Tags = '<img src=x onerror=alert(1)>'; Contact = @{ FirstName = 'x' } } | New-SkipcallSandbox | Connect-Skipcall
        $null = & "$samples/New-SequenceReport.ps1" -SequenceId demo -Path "$TestDrive/report.html" -Title '</title><script>alert(1)</script>' -WarningAction SilentlyContinue
        $html = Get-Content "$TestDrive/report.html" -Raw
        $html | Should -Not -Match '<script|<img|A<b>'
        $html | Should -Match '&lt;script&gt;'
    }

    It 'reports on an empty sequence' {
        New-SkipcallSandbox | Connect-Skipcall
        $null = & "$samples/New-SequenceReport.ps1" -SequenceId empty -Path "$TestDrive/report.html"
        Get-Content "$TestDrive/report.html" -Raw | Should -Match '<dt>Contacts</dt><dd>0</dd>'
    }

    It 'leaves the old page as it was when the list breaks off' {
        Set-Content "$TestDrive/report.html" 'yesterday'
        New-SkipcallSandbox -Fault @{ Page = 2; StatusCode = 500; Times = 0 } | Connect-Skipcall -MaximumRetryCount 0
        { & "$samples/New-SequenceReport.ps1" -SequenceId demo -Path "$TestDrive/report.html" } | Should -Throw -ErrorId 'IncompleteResult,*'
        Get-Content "$TestDrive/report.html" | Should -Be 'yesterday'
    }
}

Describe 'Export-SequenceContact.ps1' {
    It 'writes a file a sequence, on one budget, without a 429' {
        $sandbox = 1..4 | ForEach-Object { $id = "s$_"; 1..250 | ForEach-Object { [Skipcall.SequenceContact]@{ SequenceId = $id } } } | New-SkipcallSandbox -RateLimit 8 -RateWindowSec 1
        $sandbox | Connect-Skipcall
        $results = & "$samples/Export-SequenceContact.ps1" -SequenceId s1, s2, s3, s4 -Path "$TestDrive/many"
        $results.Contacts | Should -Be 250, 250, 250, 250
        ($results | Measure-Object Requests -Sum).Sum | Should -Be 12
        $sandbox.Requests.StatusCode | Should -Not -Contain 429
        @(Import-Csv "$TestDrive/many/s1.csv", "$TestDrive/many/s4.csv") | Should -HaveCount 500
    }

    It 'names the one that failed, keeps its old file, and writes the others' {
        $null = New-Item -ItemType Directory "$TestDrive/some" -Force
        Set-Content "$TestDrive/some/nope.csv" 'yesterday'
        New-SkipcallSandbox | Connect-Skipcall
        { & "$samples/Export-SequenceContact.ps1" -SequenceId nope, demo -Path "$TestDrive/some" } | Should -Throw '*1 of 2*nope*'
        @(Import-Csv "$TestDrive/some/demo.csv") | Should -HaveCount 250
        Get-Content "$TestDrive/some/nope.csv" | Should -Be 'yesterday'
        Get-ChildItem "$TestDrive/some" -Filter *.tmp | Should -BeNullOrEmpty
    }

    It 'takes several ids and ends with <ExitCode>: <Ids>' -Tag Once -ForEach @(
        @{ Ids = 'demo,empty'; ExitCode = 0 }
        @{ Ids = 'demo,nope'; ExitCode = 1 }
    ) {
        Invoke-Sample Export-SequenceContact '-SequenceId', $Ids, '-Path', "$TestDrive/scheduled", '-Sandbox' | Should -Be $ExitCode
    }
}
