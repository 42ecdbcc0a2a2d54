#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

# What every sample promises. Each one has a test file of its own, too.

BeforeDiscovery {
    $names = (Get-ChildItem "$PSScriptRoot/../samples/*.ps1").BaseName
    $exports = @(
        @{ Name = 'Export-HotLead'; Path = 'hot.csv' }
        @{ Name = 'Export-ReachedContact'; Path = 'reached.csv' }
        @{ Name = 'Export-SequenceCall'; Path = 'calls.csv' }
        @{ Name = 'New-SequenceReport'; Path = 'report.html' }
        if ($PSVersionTable.PSVersion.Major -ge 7) { @{ Name = 'Export-SequenceContact'; Path = 'contacts' } }
    )
}

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $samples = (Resolve-Path "$PSScriptRoot/../samples").Path
}

AfterAll {
    Disconnect-Skipcall
}

Describe 'The sample <_>' -ForEach $names {
    BeforeAll {
        $text = [System.IO.File]::ReadAllText("$samples/$_.ps1")
    }

    It 'stops on errors and has help' {
        $text | Should -Match '(?m)^\$ErrorActionPreference = ''Stop''\r?$'
        (Get-Help "$samples/$_.ps1").Synopsis | Should -BeLike '*.'
    }

    It 'is ASCII, because Windows PowerShell reads other letters in the system''s code page' {
        $text | Should -Not -Match '[^\x00-\x7F]'
    }

    It 'has examples with parameters that exist' {
        $parameters = (Get-Command "$samples/$_.ps1").Parameters.Keys
        foreach ($example in (Get-Help "$samples/$_.ps1" -Examples).examples.example) {
            $errors = $null
            $tree = [System.Management.Automation.Language.Parser]::ParseInput($example.code, [ref] $null, [ref] $errors)
            $errors | Should -BeNullOrEmpty
            foreach ($call in $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)) {
                if ($call.GetCommandName() -like "*$_.ps1") {
                    $call.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] } | ForEach-Object { $parameters | Should -Contain $_.ParameterName }
                }
            }
        }
    }
}

Describe 'The README' {
    It 'lists every sample' {
        $listed = [regex]::Matches([System.IO.File]::ReadAllText("$samples/../README.md"), '(?m)^\| \[(.+)\.ps1\]\(samples/\1\.ps1\) \| \S') | ForEach-Object { $_.Groups[1].Value }
        $listed | Sort-Object | Should -Be ((Get-ChildItem "$samples/*.ps1").BaseName -ne 'Shared' | Sort-Object)
    }
}

Describe 'The sample <Name> and connections' -ForEach $exports {
    BeforeAll {
        # A sandbox that a user connected to before.
        $sandbox = [Skipcall.SequenceContact]@{ SequenceId = 'mine'; Status = 'CONNECTED'; Tags = 'hot-lead' } | New-SkipcallSandbox
        $before = $sandbox | Connect-Skipcall -PassThru
    }

    BeforeEach {
        $sandbox.ClearRequests()
    }

    It 'leaves the session''s connection as it was, with -Sandbox' {
        $null = & "$samples/$Name.ps1" -SequenceId demo -Path "$TestDrive/$Path" -Sandbox -WarningVariable warnings
        "$TestDrive/$Path" | Should -Exist
        $warnings | Should -BeNullOrEmpty
        Get-SkipcallConnection | Should -Be $before
        $sandbox.Requests | Should -HaveCount 0
    }

    It 'warns that the session''s connection is a sandbox' {
        $null = & "$samples/$Name.ps1" -SequenceId mine -Path "$TestDrive/$Path" -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        "$warnings" | Should -Match 'sandbox'
        $sandbox.Requests | Should -Not -BeNullOrEmpty
        Get-SkipcallConnection | Should -Be $before
    }

    It 'uses the connection that is passed in' {
        $other = [Skipcall.SequenceContact]@{ SequenceId = 'other' } | New-SkipcallSandbox
        $connection = $other | Connect-Skipcall -PassThru
        $before = $sandbox | Connect-Skipcall -PassThru
        $sandbox.ClearRequests()
        $null = & "$samples/$Name.ps1" -SequenceId other -Path "$TestDrive/$Path" -Connection $connection -WarningAction SilentlyContinue
        $sandbox.Requests | Should -HaveCount 0
        Get-SkipcallConnection | Should -Be $before
    }

    It 'fails and writes no file if there is no such sequence' {
        { & "$samples/$Name.ps1" -SequenceId nope -Path "$TestDrive/none" -Sandbox } | Should -Throw '*nope*'
        Get-ChildItem "$TestDrive/none" -Recurse -File -ErrorAction Ignore | Should -BeNullOrEmpty
        Get-ChildItem $TestDrive -Filter *.tmp | Should -BeNullOrEmpty
    }
}

Describe 'A sample without a connection' {
    BeforeAll {
        Disconnect-Skipcall
        $server = Open-LoopbackServer { @{ StatusCode = 401 } }
        $kept = $env:SKIPCALL_API_KEY
    }

    AfterAll {
        $env:SKIPCALL_API_KEY = $kept
        Close-LoopbackServer $server
    }

    It 'connects with the key from SKIPCALL_API_KEY, and leaves no connection behind' {
        # Defaults are those of this session: the runspace that the sample connects in has its own.
        $env:SKIPCALL_API_KEY = ' '
        { & "$samples/Export-SequenceCall.ps1" -SequenceId demo -Path "$TestDrive/none.csv" } | Should -Throw -ErrorId '*,Skipcall.Commands.ConnectSkipcallCommand*'
        Get-SkipcallConnection | Should -BeNullOrEmpty
        "$TestDrive/none.csv" | Should -Not -Exist
    }
}

Describe 'A sample as a scheduler runs it' -Tag Once {
    It 'ends with <ExitCode> for the ids <Ids>' -ForEach @(
        @{ Ids = 'demo,empty'; ExitCode = 0 }
        @{ Ids = 'demo,nope'; ExitCode = 1 }
    ) {
        $said = & $Shell -NoProfile -NonInteractive -File "$samples/Export-HotLead.ps1" -SequenceId $Ids -Path "$TestDrive/scheduled-$ExitCode.csv" -Sandbox 2>&1
        $LASTEXITCODE | Should -Be $ExitCode -Because "$said"
        Test-Path "$TestDrive/scheduled-$ExitCode.csv" | Should -Be ($ExitCode -eq 0)
    }
}

Describe 'QuickStart.ps1' {
    It 'leaves the session''s connection as it was' {
        $before = New-SkipcallSandbox -Count 1 | Connect-Skipcall -PassThru
        & "$samples/QuickStart.ps1" | Should -Not -BeNullOrEmpty
        Get-SkipcallConnection | Should -Be $before
    }
}

Describe 'Shared.ps1' {
    BeforeAll {
        . "$samples/Shared.ps1"
    }

    It 'makes <Text> safe for a spreadsheet' -ForEach @(
        '=1+1', '+33612345678', '-2', '@SUM(A1)', "`t=1+1", "`r=1+1", ' =1+1', "$([char] 0xFF1D)1+1", '0612345678', '1e5', '12,5' | ForEach-Object { @{ Text = $_ } }
    ) {
        ConvertTo-SpreadsheetText $Text | Should -BeExactly "'$Text"
    }

    It 'leaves <Text> as it is' -ForEach @(
        'Ada', 'a=b', 'a-b', '12 rue X', '3f2a9c', '', 'zoe@example.org' | ForEach-Object { @{ Text = $_ } }
    ) {
        ConvertTo-SpreadsheetText $Text | Should -BeExactly $Text
    }

    It 'is the only script that writes CSV files' {
        # Export-Csv -NoTypeInformation warns from PowerShell 7.7 on, and Windows PowerShell needs it.
        Get-ChildItem "$samples/*.ps1" | Where-Object Name -NE Shared.ps1 | Select-String 'Export-Csv|ConvertTo-Csv|NoTypeInformation' | Should -BeNullOrEmpty
    }
}
