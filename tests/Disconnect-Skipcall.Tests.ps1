#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
}

Describe 'Disconnect-Skipcall' {
    It 'ends the connection' {
        New-SkipcallSandbox | Connect-Skipcall
        Disconnect-Skipcall | Should -BeNullOrEmpty
        Get-SkipcallConnection | Should -BeNullOrEmpty
    }

    It 'does nothing without a connection' {
        { Disconnect-Skipcall; Disconnect-Skipcall } | Should -Not -Throw
    }

    It 'does not touch connections in variables' {
        $connection = New-SkipcallSandbox -Count 3 | Connect-Skipcall -PassThru
        Disconnect-Skipcall
        Get-SkipcallSequenceContact demo -Connection $connection | Should -HaveCount 3
    }
}
