#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

Describe 'Send-HotLeadMessage.ps1' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
        $script = "$PSScriptRoot/../samples/Send-HotLeadMessage.ps1"
    }

    AfterAll {
        Disconnect-Skipcall
    }

    BeforeEach {
        $sandbox = New-SkipcallSandbox -Date 2026-03-01
        $options = @{
            SequenceId = 'demo'; StatePath = Join-Path $TestDrive ([guid]::NewGuid()); WebhookUri = 'https://hooks.invalid/x'
            Connection = $sandbox | Connect-Skipcall -PassThru; WarningAction = 'SilentlyContinue'
        }
        $sent = [System.Collections.Generic.List[string]]::new()
        Mock Invoke-RestMethod { $sent.Add(([System.Text.Encoding]::UTF8.GetString($Body) | ConvertFrom-Json).text) }
    }

    It 'sends nothing about the hot leads of the first run' {
        & $script @options | Should -BeNullOrEmpty
        Should -Invoke Invoke-RestMethod -Times 0 -Exactly
    }

    It 'sends one message for each contact that became a hot lead' {
        $null = & $script @options
        $before = (Get-SkipcallSequenceContact demo -All | Where-Object Tags -Contains hot-lead).Id
        Step-SkipcallSandbox -Sandbox $sandbox
        $new = Get-SkipcallSequenceContact demo -All | Where-Object { $_.Tags -contains 'hot-lead' -and $_.Id -notin $before }
        $messages = & $script @options
        $sent | Should -Be $messages
        $sent | Should -HaveCount @($new).Count
        foreach ($lead in $new) {
            $sent -like "New hot lead: $($lead.FullName)*$($lead.PhoneNumber)" | Should -Not -BeNullOrEmpty
        }

        & $script @options | Should -BeNullOrEmpty
    }

    It 'sends the messages again if one could not be sent' {
        $null = & $script @options
        Step-SkipcallSandbox -Sandbox $sandbox -Day 3
        Mock Invoke-RestMethod { throw 'The chat is down.' }
        { & $script @options } | Should -Throw 'The chat is down.'
        Mock Invoke-RestMethod {}
        & $script @options | Should -Not -BeNullOrEmpty
        & $script @options | Should -BeNullOrEmpty
    }
}
