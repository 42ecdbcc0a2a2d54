#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
    $sandbox = New-SkipcallSandbox
    $sandbox | Connect-Skipcall
}

AfterAll {
    Disconnect-Skipcall
}

Describe 'Invoke-SkipcallApi' {
    BeforeEach {
        $sandbox.ClearRequests()
    }

    It 'reads an endpoint that has no cmdlet of its own' {
        Invoke-SkipcallApi /v1/workspaces | Should -Not -BeNullOrEmpty
        $sandbox.Requests.Path | Should -Be '/v1/workspaces'
    }

    It 'reads all pages of a list' {
        $rows = Invoke-SkipcallApi /v1/sequences/demo/contacts -All
        $rows | Should -HaveCount 250
        $rows[0].contact.firstName | Should -Not -BeNullOrEmpty
        $sandbox.Requests | Should -HaveCount 3
    }

    It 'sends a query' {
        $null = Invoke-SkipcallApi /v1/sequences/demo/contacts -Query @{ status = 'CONNECTED'; limit = 5 } -WarningAction SilentlyContinue
        $sandbox.Requests.Query | Should -Match 'status=CONNECTED'
        $sandbox.Requests.Limit | Should -Be 5
    }

    It 'writes JSON as it came with -Raw' {
        $text = Invoke-SkipcallApi /v1/workspaces -Raw
        $text | Should -BeOfType ([string])
        $text | ConvertFrom-Json | Should -Not -BeNullOrEmpty
    }

    It 'sends nothing with -WhatIf' {
        Invoke-SkipcallApi /v1/calls -Method POST -Body @{ name = 'x' } -WhatIf | Should -BeNullOrEmpty
        $sandbox.Requests | Should -HaveCount 0
    }

    It 'names what is not there' {
        { Invoke-SkipcallApi /v1/sequences/nope/contacts -ErrorAction Stop } | Should -Throw -ErrorId 'SequenceNotFound,*'
    }
}
