#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

Describe 'Sync-CrmContact.ps1' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
        Import-Module "$PSScriptRoot/Helpers.psm1" -Force
        $script = "$PSScriptRoot/../samples/Sync-CrmContact.ps1"
        $answer = {
            param($request)
            if ($request.Headers.Authorization -ne 'Bearer secret') { return @{ StatusCode = 401 } }
            if ($request.Number -in 3, 4) { return @{ StatusCode = 503 } }
            @{ StatusCode = 200 }
        }
    }

    AfterAll {
        Disconnect-Skipcall
    }

    BeforeEach {
        $sandbox = New-SkipcallSandbox -Count 8 -Date 2026-03-01
        $options = @{
            SequenceId = 'demo'; StatePath = Join-Path $TestDrive ([guid]::NewGuid()); Connection = $sandbox | Connect-Skipcall -PassThru
            CrmToken   = [System.Net.NetworkCredential]::new('', 'secret').SecurePassword; WarningAction = 'SilentlyContinue'
        }
        Mock Start-Sleep
        $server = Open-LoopbackServer $answer
        $options.CrmUri = "$($server.BaseUri)contacts/"
    }

    AfterEach {
        Close-LoopbackServer $server
    }

    It 'sends every contact once, and again what the CRM could not take at the moment' {
        $result = & $script @options
        $result.Sent, $result.Deleted, $result.Skipped | Should -Be 8, 0, 0
        $server.Requests | Should -HaveCount 10
        $contacts = Get-SkipcallSequenceContact demo -All
        ($server.Requests.Target | Sort-Object -Unique) | Should -Be ($contacts.Id | ForEach-Object { "/contacts/$_" } | Sort-Object)
        $server.Requests.Method | Sort-Object -Unique | Should -Be PUT
        $sent = @($server.Requests | Where-Object { $_.Body })[0].Body | ConvertFrom-Json
        $sent.name | Should -Not -BeNullOrEmpty
        $sent.psobject.Properties.Name | Should -Be name, email, company, phone, status, tags, lastCallAt, newCallIds

        $again = & $script @options
        $again.Sent, $again.Skipped | Should -Be 0, 0
        $server.Requests | Should -HaveCount 10
    }

    It 'goes on after a failure, without sending twice what the CRM has' {
        { & $script @options -MaximumRetryCount 1 } | Should -Throw
        $before = $server.Requests.Count
        $result = & $script @options
        $result.Sent, $result.Skipped | Should -Be 6, 2
        $server.Requests.Count - $before | Should -Be 6
    }

    It 'keeps the CRM like the sequence, day after day' {
        $crm = @{}
        foreach ($day in 1..10) {
            Step-SkipcallSandbox -Sandbox $sandbox
            $from = $server.Requests.Count
            $null = & $script @options
            foreach ($request in @($server.Requests)[$from..($server.Requests.Count)] | Where-Object { $_ }) {
                if ($request.Method -eq 'PUT') { $crm[$request.Target] = ($request.Body | ConvertFrom-Json).status } else { $crm.Remove($request.Target) }
            }
        }

        $now = Get-SkipcallSequenceContact demo -All
        $crm.Keys | Sort-Object | Should -Be ($now.Id | ForEach-Object { "/contacts/$_" } | Sort-Object)
        foreach ($contact in $now) {
            $crm["/contacts/$($contact.Id)"] | Should -Be $contact.Status
        }
    }

    It 'fails at once if the CRM refuses its token' {
        $options.CrmToken = [System.Net.NetworkCredential]::new('', 'wrong').SecurePassword
        { & $script @options } | Should -Throw '*401*'
        $server.Requests | Should -HaveCount 1
    }
}
