#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

# The about topics in en-US: their layout, what they name, and the tests they show, which run here.

BeforeDiscovery {
    $topics = foreach ($file in Get-ChildItem "$PSScriptRoot/../en-US/about_*.help.txt") {
        $text = [System.IO.File]::ReadAllText($file.FullName) -replace "`r"
        $block = '(?<=\n\n|\n  [A-Z ]+\n)(?:        .*\n|\n(?=        ))+'
        $code = @([regex]::Matches($text, $block) | ForEach-Object { ($_.Value -replace '(?m)^        ').Trim("`n") })
        @{ Name = $file.Name -replace '\.help\.txt$'; Text = $text; Code = $code; Prose = [regex]::Replace($text, $block, "`n") }
    }
    $tested = foreach ($topic in $topics | Where-Object Name -In about_Skipcall_Testing, about_Skipcall_Changes) {
        $tests = ($topic.Code -like 'Describe *') + ($topic.Code -like 'It *' -join "`n") -join "`n" -replace '\$PSScriptRoot', 'TestDrive:'
        @{
            Name = $topic.Name; Tests = $tests; Count = [regex]::Matches($tests, '(?m)^ *It ').Count; Script = $topic.Code -like 'param(*' -join ''
            Least = if ($topic.Name -eq 'about_Skipcall_Testing') { 9 } else { 1 }
        }
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $module = Get-Module Skipcall
}

AfterAll {
    Disconnect-Skipcall
}

Describe 'The topic <Name>' -ForEach $topics {
    It 'is found by Get-Help' {
        Get-Help $Name | Out-String | Should -Match 'LONG DESCRIPTION'
    }

    It 'has the layout of a topic and fits 80 columns' {
        $Text | Should -Match "\ATOPIC\n    $Name\n\nSHORT DESCRIPTION\n    "
        $Text -split "`n" | Where-Object { $_.Length -gt 80 -or $_ -ne $_.TrimEnd() -or $_.Contains("`t") } | Should -BeNullOrEmpty
    }

    It 'names cmdlets, topics, error ids and parameters that exist' {
        $ids = [enum]::GetNames([Skipcall.SkipcallErrorId])
        [regex]::Matches($Text, '\b[A-Z][a-z]+-Skipcall\w*').Value | Where-Object { $_ -and $_ -notin $module.ExportedCmdlets.Keys } | Should -BeNullOrEmpty
        [regex]::Matches($Text, '\babout_Skipcall\w*').Value | Where-Object { -not (Test-Path "$PSScriptRoot/../en-US/$_.help.txt") } | Should -BeNullOrEmpty
        foreach ($match in [regex]::Matches($Text, '(?m)''([A-Z]\w+),\*''|-ErrorId (\w+)|^        ([A-Z]\w+) \(')) {
            $ids | Should -Contain ($match.Groups[1..3].Value -join '')
        }

        $Code | ForEach-Object { Get-CodeProblem $_ } | Should -BeNullOrEmpty

        # Parameters in the text between the code: of this module, or of the commands that the topics are about.
        $others = 'Parallel', 'RemoveParameterType', 'Parameter', 'ErrorId', 'File', 'First', 'Depth'
        $parameters = @($module.ExportedCmdlets.Values | ForEach-Object { $_.Parameters.Keys }) + $others
        [regex]::Matches($Prose, '(?<![\w-])-([A-Z]\w+)') | ForEach-Object { $_.Groups[1].Value } | Where-Object { $_ -notin $parameters } | Should -BeNullOrEmpty
    }
}

Describe 'The topic about_Skipcall_Errors' {
    BeforeAll {
        $table = @{}
        foreach ($match in [regex]::Matches((Read-Text "$PSScriptRoot/../en-US/about_Skipcall_Errors.help.txt"), '(?m)^    ([A-Z]\w+) \((not )?terminating[^\n]*\)\n        \S')) {
            $table[$match.Groups[1].Value] = -not $match.Groups[2].Success
        }
    }

    It 'explains every error id' {
        $table.Keys | Sort-Object | Should -Be ([enum]::GetNames([Skipcall.SkipcallErrorId]) | Sort-Object)
    }

    It 'says whether <Id> is terminating' -ForEach @(
        @{ Id = 'NotConnected'; Sandbox = $null }
        @{ Id = 'Unauthorized'; Sandbox = @{ Fault = @{ StatusCode = 401 } } }
        @{ Id = 'SubscriptionRequired'; Sandbox = @{ DenyCode = 'SUBSCRIPTION_REQUIRED' } }
        @{ Id = 'PlanNotEligible'; Sandbox = @{ DenyCode = 'PLAN_NOT_ELIGIBLE' } }
        @{ Id = 'SequenceNotFound'; Sandbox = @{}; Argument = 'nope' }
        @{ Id = 'InvalidRequest'; Sandbox = @{}; Argument = '..' }
        @{ Id = 'RateLimitExceeded'; Sandbox = @{ Fault = @{ StatusCode = 429; RetryAfterSec = 60 } } }
        @{ Id = 'ServerError'; Sandbox = @{ Fault = @{ StatusCode = 500 } } }
        @{ Id = 'ConnectionFailed'; Sandbox = @{ Fault = 'Reset' } }
        @{ Id = 'Timeout'; Sandbox = @{ Fault = 'Hang' } }
        @{ Id = 'InvalidResponse'; Sandbox = @{ Fault = 'Html' } }
        @{ Id = 'IncompleteResult'; Sandbox = @{ Fault = @{ Page = 2; StatusCode = 500 } }; Argument = 'demo -All' }
        @{ Id = 'DriftDetected'; Sandbox = @{ MoveEvery = 2 }; Argument = 'demo -Snapshot' }
    ) {
        Disconnect-Skipcall
        if ($null -ne $Sandbox) {
            New-SkipcallSandbox @Sandbox | Connect-Skipcall -SkipVerification -MaximumRetryCount 0 -MaximumWaitSec 1 -TimeoutSec 1
        }

        $terminating = $null
        try {
            $null = . ([scriptblock]::Create("Get-SkipcallSequenceContact $(if ($Argument) { $Argument } else { 'demo' }) -ErrorVariable problems -ErrorAction SilentlyContinue"))
        } catch {
            $terminating = $_
        }

        $problem = if ($terminating) { $terminating } else { $problems[0] }
        $problem.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        [bool] $terminating | Should -Be $table[$Id]
    }
}

Describe 'The tests in the topic <Name>' -Tag Once -ForEach $tested {
    BeforeAll {
        [System.IO.File]::WriteAllText((Join-Path $TestDrive 'Export-HotLead.ps1'), $Script)
    }

    It 'are there' {
        $Count | Should -BeGreaterOrEqual $Least
    }

    . ([scriptblock]::Create($_.Tests))
}
