#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
}

Describe 'Disconnect-Skipcall' {
    It 'forgets the connection' {
        New-SkipcallSandbox | Connect-Skipcall
        Disconnect-Skipcall | Should -BeNullOrEmpty
        Get-SkipcallConnection | Should -BeNullOrEmpty
        { Get-SkipcallSequenceContact demo } | Should -Throw -ErrorId 'NotConnected,*'
    }

    It 'does nothing when there is none' {
        { Disconnect-Skipcall; Disconnect-Skipcall } | Should -Not -Throw
    }

    It 'leaves connections in variables alone' {
        $connection = New-SkipcallSandbox -Count 3 | Connect-Skipcall -PassThru
        Disconnect-Skipcall
        Get-SkipcallSequenceContact demo -Connection $connection | Should -HaveCount 3
    }
}
