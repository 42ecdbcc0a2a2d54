#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
}

AfterAll {
    Disconnect-Skipcall
}

Describe 'Sequence ids' {
    BeforeAll {
        $sandbox = New-SkipcallSandbox -Count 30
        $sandbox | Connect-Skipcall
    }

    BeforeEach {
        $sandbox.ClearRequests()
    }

    It 'bind from the pipeline by value, and by the names Id and SequenceId' {
        'demo', 'empty' | Get-SkipcallSequenceContact | Should -HaveCount 30
        [pscustomobject]@{ Id = 'demo' } | Get-SkipcallSequenceContact | Should -HaveCount 30
        [pscustomobject]@{ SequenceId = 'demo' } | Get-SkipcallSequenceContact | Should -HaveCount 30
    }

    It 'that contacts from the pipeline name are read once' {
        $contacts = Get-SkipcallSequenceContact demo -First 3
        $sandbox.ClearRequests()
        $contacts | Get-SkipcallSequenceContact -All | Should -HaveCount 30
        $contacts | Select-Object SequenceId, FullName | ConvertTo-Csv | ConvertFrom-Csv | Get-SkipcallSequenceContact -All | Should -HaveCount 30
        $sandbox.Requests | Should -HaveCount 2
    }

    It '-First and -Skip count over all of them' {
        $first = 'demo', 'large' | Get-SkipcallSequenceContact -First 50
        $first | Should -HaveCount 50
        $first.SequenceId | Select-Object -Unique | Should -Be demo, large
        $all = 'demo', 'large' | Get-SkipcallSequenceContact -First 60
        ('demo', 'large' | Get-SkipcallSequenceContact -Skip 40 -First 20).Id | Should -Be $all[40..59].Id
    }

    It 'that can''t exist are rejected without a request, and the others are read: "<_>"' -ForEach '', '  ', '.', '..' {
        $contacts = $_, 'demo' | Get-SkipcallSequenceContact -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems | ForEach-Object FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $contacts | Should -HaveCount 30
        $sandbox.Requests | Should -HaveCount 1
    }

    It 'that are unknown are reported, and the others are read' {
        $contacts = Get-SkipcallSequenceContact demo, nope, demo -ErrorVariable problems -ErrorAction SilentlyContinue
        $contacts | Should -HaveCount 60
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -Be 'SequenceNotFound,Skipcall.Commands.GetSkipcallSequenceContactCommand'
        $problems[0].TargetObject | Should -Be 'nope'
        $problems[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }
}

Describe 'Hints about an id' {
    BeforeAll {
        New-SkipcallSandbox | Connect-Skipcall
        $null = Get-SkipcallSequenceContact demo -First 1
    }

    It 'explain a comma in an id that is not found' {
        { Get-SkipcallSequenceContact 'demo,other' -ErrorAction Stop } | Should -Throw -ErrorId 'SequenceNotFound,*' -ExpectedMessage '*contains a comma*'
        { Get-SkipcallSequenceContact 'other' -ErrorAction Stop } | Should -Throw -ErrorId 'SequenceNotFound,*'
        "$($Error[0])" | Should -Not -Match 'comma'
    }

    It 'explain what is wrong with the id "<Id>"' -ForEach @(
        @{ Id = ' demo'; Hint = '*begins or ends with a space*' }
        @{ Id = 'demo '; Hint = '*begins or ends with a space*' }
        @{ Id = 'Demo'; Hint = '*case-sensitive*''demo''*' }
        @{ Id = 'https://app.example.org/sequences/3f2a9c'; Hint = '*looks like an address*' }
    ) {
        { Get-SkipcallSequenceContact $Id -ErrorAction Stop } | Should -Throw -ErrorId 'SequenceNotFound,*' -ExpectedMessage $Hint
        { Get-SkipcallSequenceChange $Id -StatePath "$TestDrive/state" -ErrorAction Stop } | Should -Throw -ErrorId 'SequenceNotFound,*' -ExpectedMessage $Hint
    }
}
