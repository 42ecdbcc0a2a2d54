#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
}

AfterAll {
    Disconnect-Skipcall
}

Describe 'Confirm-SkipcallSequenceChange' {
    BeforeEach {
        New-SkipcallSandbox -Count 30 | Connect-Skipcall
        $state = Join-Path $TestDrive ([guid]::NewGuid())
    }

    It 'confirms nothing with -WhatIf' {
        $null = Get-SkipcallSequenceChange demo -StatePath $state
        Confirm-SkipcallSequenceChange -StatePath $state -WhatIf
        Get-SkipcallSequenceChange demo -StatePath $state | Should -HaveCount 30
    }

    It 'confirms what several commands of the session read' {
        $null = Get-SkipcallSequenceChange demo -StatePath $state
        $null = Get-SkipcallSequenceChange empty -StatePath $state
        Confirm-SkipcallSequenceChange -StatePath $state
        Get-SkipcallSequenceChange demo, empty -StatePath $state | Should -BeNullOrEmpty
    }

    It 'is an error after <Name>' -ForEach @(
        @{ Name = 'Select-Object -First'; Run = { $null = Get-SkipcallSequenceChange demo -StatePath $state | Select-Object -First 1 } }
        @{ Name = 'a command that failed behind it'; Run = { try { Get-SkipcallSequenceChange demo -StatePath $state | ForEach-Object { throw 'no' } } catch { $null = $_ } } }
        @{ Name = 'a run that failed'; Run = {
                New-SkipcallSandbox -Fault @{ Page = 2; StatusCode = 500; Times = 0 } -Count 150 | Connect-Skipcall -MaximumRetryCount 0
                try { $null = Get-SkipcallSequenceChange demo -StatePath $state } catch { $null = $_ }
            }
        }
        @{ Name = 'a run in another session'; Run = {
                $null = Get-SkipcallSequenceChange demo -StatePath $state
                $null = Invoke-InRunspace { param($state) New-SkipcallSandbox -Count 30 | Connect-Skipcall; Get-SkipcallSequenceChange demo -StatePath $state } @{ state = "$state" }
            }
        }
        @{ Name = 'no run at all'; Run = {} }
    ) {
        . $Run
        { Confirm-SkipcallSequenceChange -StatePath $state } | Should -Throw '*Get-SkipcallSequenceChange*' -ErrorId 'InvalidState,*'
        New-SkipcallSandbox -Count 30 | Connect-Skipcall
        Get-SkipcallSequenceChange demo -StatePath $state -WarningAction SilentlyContinue | Should -Not -BeNullOrEmpty
        Confirm-SkipcallSequenceChange -StatePath $state
    }

    It 'confirms a run of another session with -RunId, and twice is no error' {
        $run = Invoke-InRunspace {
            param($state)
            New-SkipcallSandbox -Count 30 | Connect-Skipcall
            $null = Get-SkipcallSequenceChange demo -StatePath $state -InformationVariable receipt
            $receipt.MessageData.RunId
        } @{ state = "$state" }
        { Confirm-SkipcallSequenceChange -StatePath $state } | Should -Throw -ErrorId 'InvalidState,*'
        Confirm-SkipcallSequenceChange -StatePath $state -RunId $run.Output[0]
        Confirm-SkipcallSequenceChange -StatePath $state -RunId $run.Output[0]
        Get-SkipcallSequenceChange demo -StatePath $state | Should -BeNullOrEmpty
        { Confirm-SkipcallSequenceChange -StatePath $state -RunId ([guid]::NewGuid()) } | Should -Throw -ErrorId 'InvalidState,*'
    }

    It 'confirms what was stored, and the next run reports what changed since' {
        $sandbox = New-SkipcallSandbox -Count 30
        $sandbox | Connect-Skipcall
        $null = Get-SkipcallSequenceChange demo -StatePath $state
        Confirm-SkipcallSequenceChange -StatePath $state
        Step-SkipcallSandbox -Sandbox $sandbox -Day 5
        $changes = Get-SkipcallSequenceChange demo -StatePath $state
        $changes | Should -Not -BeNullOrEmpty
        $changes.Count | Should -BeLessThan 45
    }
}
