#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester hands what BeforeAll assigns on to It.')]
param()

# A script that somebody scheduled, whose list breaks off in the middle: whatever its preferences say, it can tell.

BeforeAll {
    $script = Join-Path $TestDrive 'job.ps1'
    Set-Content -LiteralPath $script -Value @"
param([string] `$Preference)
Import-Module '$PSScriptRoot/../Skipcall.psd1'
New-SkipcallSandbox -Fault @{ Page = 2; StatusCode = 500; Times = 0 } | Connect-Skipcall -MaximumRetryCount 0
`$Error.Clear()
`$ErrorActionPreference = `$Preference
`$contacts = @(Get-SkipcallSequenceContact demo -All -InformationVariable information)
"contacts: `$(`$contacts.Count)"
"errors: `$(@(`$Error).FullyQualifiedErrorId)"
"complete: `$(`$information.MessageData.Complete)"
"@
}

Describe -Tag Once 'pwsh -File, and a list that breaks off under $ErrorActionPreference = <_>' -ForEach 'Continue', 'SilentlyContinue', 'Ignore', 'Stop' {
    BeforeAll {
        $preference = $_
        $output = @(pwsh -NoProfile -NonInteractive -File $script $preference 2>&1 | ForEach-Object { "$_" })
        $exitCode = $LASTEXITCODE
    }

    It 'leaves an error record, or a receipt that says Complete = False' {
        ($output -match 'IncompleteResult|failed at page 2') -or ($output -contains 'complete: False') | Should -BeTrue -Because ($output -join "`n")
    }

    It 'ends with an exit code that is not 0 when it is Stop' {
        if ($preference -eq 'Stop') {
            $exitCode | Should -Not -Be 0
            $output -match '^contacts:' | Should -BeNullOrEmpty
        } else {
            # The script went on: what it has is the receipt.
            $output | Should -Contain 'complete: False'
        }
    }
}
