#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

Describe 'Save-ApiKey.ps1' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
        $sandbox = New-SkipcallSandbox
        $key = [securestring]::new()
        $sandbox.ApiKey.ToCharArray() | ForEach-Object { $key.AppendChar($_) }
        $path = "$TestDrive/key.xml"
        Set-Content $path 'an old file that everybody can read'
        $file = & "$PSScriptRoot/../samples/Save-ApiKey.ps1" -Path $path -ApiKey $key
    }

    AfterAll {
        Disconnect-Skipcall
    }

    It 'saves a key that Connect-Skipcall accepts' {
        $file.Name | Should -Be 'key.xml'
        $sandbox | Connect-Skipcall -ApiKey (Import-Clixml $path)
        $sandbox.Requests.StatusCode | Should -Be 200
    }

    It 'has a default path, so that the first thing it asks for is the key' {
        $parameters = (Get-Command "$PSScriptRoot/../samples/Save-ApiKey.ps1").Parameters
        $parameters.Values | Where-Object { $_.Attributes.Mandatory -contains $true } | ForEach-Object Name | Should -Be ApiKey
    }

    It 'saves no plain text' {
        [System.IO.File]::ReadAllText($path) | Should -Not -Match 'sandbox0000|an old file'
    }

    It 'limits access to the owner, where files have modes' -Skip:($PSVersionTable.PSVersion.Major -lt 7 -or $IsWindows) {
        (Get-Item $path).UnixMode | Should -Be '-rw-------'
    }
}
