#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

# A script can always tell that a list broke off, whatever its error preference.

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $script = {
        param($Preference)
        New-SkipcallSandbox -Fault @{ Page = 2; StatusCode = 500; Times = 0 } | Connect-Skipcall -MaximumRetryCount 0
        $Error.Clear()
        $ErrorActionPreference = $Preference
        $contacts = @(Get-SkipcallSequenceContact demo -All -InformationVariable information)
        "contacts: $($contacts.Count)"
        "errors: $(@($Error).FullyQualifiedErrorId)"
        "complete: $($information.MessageData.Complete)"
    }
}

Describe 'The script <_>' -Tag Once -ForEach (Get-ChildItem "$PSScriptRoot/../tools/*.ps1", "$PSScriptRoot/../build.ps1").Name -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
    It 'has help' {
        $file = Get-Item "$PSScriptRoot/../$_", "$PSScriptRoot/../tools/$_" -ErrorAction Ignore
        # Without it, Get-Help makes a synopsis of the syntax.
        (Get-Help $file.FullName).Synopsis | Should -BeLike '*.'
        (Get-Help $file.FullName).Synopsis | Should -Not -BeLike "$_*"
    }
}

Describe 'A list that breaks off under $ErrorActionPreference = <_>' -ForEach 'Continue', 'SilentlyContinue', 'Ignore' {
    It 'leaves a receipt that says so, and the script goes on' {
        $result = Invoke-InRunspace $script @{ Preference = $_ }
        $result.Output | Should -Contain 'complete: False'
    }
}

Describe 'A list that breaks off under $ErrorActionPreference = Stop' -Tag Once {
    It 'ends pwsh -File with an error and an exit code that is not 0' {
        $file = Join-Path $TestDrive 'job.ps1'
        Set-Content -LiteralPath $file -Value ($script.ToString() -replace '(?<=param\(\$Preference\))', "`nImport-Module '$PSScriptRoot/../Skipcall.psd1'")
        $output = @(& $Shell -NoProfile -NonInteractive -File $file Stop 2>&1 | ForEach-Object { "$_" })
        $LASTEXITCODE | Should -Not -Be 0
        $output -match '^contacts:' | Should -BeNullOrEmpty
        $output -join "`n" | Should -Match 'failed at page 2'
    }
}
