#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

Describe 'Importing the module' -Tag Once {
    BeforeAll {
        Import-Module "$PSScriptRoot/Helpers.psm1" -Force
        $root = (Resolve-Path "$PSScriptRoot/..").Path
        $copy = Join-Path $TestDrive Skipcall
        $null = New-Item -ItemType Directory $copy
        Copy-Item "$root/Skipcall.psd1", "$root/Skipcall.Format.ps1xml", "$root/Skipcall.Types.ps1xml", "$root/bin" $copy -Recurse

        # In a new session, because a session can load one copy only.
        function Invoke-Import ([string[]] $Import) {
            (& $Shell -NoProfile -NonInteractive -Command ($Import -join "`n") 2>&1 | Out-String -Width 500) -replace '\s+', ' '
        }
    }

    It 'works twice, and again with -Force' {
        Invoke-Import "Import-Module '$root/Skipcall.psd1'", "Import-Module '$root/Skipcall.psd1'", "Import-Module '$root/Skipcall.psd1' -Force", '"ok"' | Should -Be 'ok '
    }

    It 'from another folder in the same session says that a new session is needed' {
        Invoke-Import "Import-Module '$root/Skipcall.psd1'", "Import-Module '$copy/Skipcall.psd1'" | Should -Match 'Another copy of Skipcall is loaded.*start a new session'
    }
}
