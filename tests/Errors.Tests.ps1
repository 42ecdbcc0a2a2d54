#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

# What a user gets when something fails. AboutTopics.Tests.ps1 compares about_Skipcall_Errors with it, id by id.

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $script = {
        param($Preference)
        New-SkipcallSandbox -Fault @{ Page = 2; StatusCode = 500; Times = 0 } | Connect-Skipcall -MaximumRetryCount 0
        $Error.Clear()
        $ErrorActionPreference = $Preference
        $contacts = @(Get-SkipcallSequenceContact demo -All -InformationVariable information)
        "contacts: $($contacts.Count)"
        "errors: $(@($Error).FullyQualifiedErrorId)"
        "complete: $($information.MessageData.Complete)"
    }
}

AfterAll {
    Disconnect-Skipcall
}

Describe 'Errors' {
    BeforeAll {
        $broken = @{ Page = 2; StatusCode = 500; Times = 0 }
    }

    It 'without a connection say how to make one' {
        Disconnect-Skipcall
        { Get-SkipcallSequenceContact demo } | Should -Throw -ErrorId 'NotConnected,*' -ExpectedMessage '*Connect-Skipcall*'
        $Error[0].Exception.Message | Should -Match 'New-SkipcallSandbox'
        $Error[0].ErrorDetails.RecommendedAction | Should -Match 'Connect-Skipcall'
    }

    It 'have the same id in <_>' -ForEach 'en-US', 'fr-FR', 'tr-TR' {
        New-SkipcallSandbox | Connect-Skipcall
        $kept = [cultureinfo]::CurrentCulture, [cultureinfo]::CurrentUICulture
        try {
            [cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = $_
            { Get-SkipcallSequenceContact nope -ErrorAction Stop } | Should -Throw -ErrorId 'SequenceNotFound,*'
            { Get-SkipcallSequenceContact '..' -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidRequest,*'
        } finally {
            [cultureinfo]::CurrentCulture, [cultureinfo]::CurrentUICulture = $kept
        }
    }

    It 'say that a connection can''t leave its process: <_>' -ForEach 'Get-SkipcallSequenceContact demo', 'Invoke-SkipcallApi /v1/calls', 'Get-SkipcallSequenceChange demo -StatePath state' {
        New-SkipcallSandbox | Connect-Skipcall -PassThru | Export-Clixml "$TestDrive/connection.xml"
        $copy = Import-Clixml "$TestDrive/connection.xml"
        { . ([scriptblock]::Create("$_ -Connection `$copy")) } | Should -Throw -ExpectedMessage '*another process*Connect-Skipcall*'
        { . ([scriptblock]::Create("$_ -Connection (Get-SkipcallConnection), `$copy")) } | Should -Throw -ExpectedMessage '*another process*'
    }

    It 'have the documented ids and no others' {
        [enum]::GetNames([Skipcall.SkipcallErrorId]) | Should -Be @(
            'NotConnected', 'Unauthorized', 'SubscriptionRequired', 'PlanNotEligible', 'SequenceNotFound', 'InvalidRequest', 'RateLimitExceeded',
            'ServerError', 'ConnectionFailed', 'Timeout', 'InvalidResponse', 'IncompleteResult', 'DriftDetected', 'InvalidState')
    }

    It 'after which no other sequence can be read end the pipeline, whatever -ErrorAction says' {
        $sandbox = New-SkipcallSandbox -Fault @{ StatusCode = 401 }
        $sandbox | Connect-Skipcall -SkipVerification
        $written = [System.Collections.Generic.List[object]]::new()
        { 'demo', 'demo' | Get-SkipcallSequenceContact -ErrorAction SilentlyContinue | ForEach-Object { $written.Add($_) } } | Should -Throw -ErrorId 'Unauthorized,*'
        $written | Should -HaveCount 0
        $sandbox.Requests | Should -HaveCount 1
    }

    It 'in the middle of a list end the pipeline, whatever -ErrorAction says' {
        New-SkipcallSandbox -Fault $broken | Connect-Skipcall -MaximumRetryCount 0
        $written = [System.Collections.Generic.List[object]]::new()
        { Get-SkipcallSequenceContact demo -All -ErrorAction SilentlyContinue -InformationVariable script:information | ForEach-Object { $written.Add($_) } } |
            Should -Throw -ErrorId 'IncompleteResult,*'
        $written | Should -HaveCount 100
        $information.MessageData.Complete | Should -BeFalse
    }

    It 'in a -Snapshot leave nothing written' {
        New-SkipcallSandbox -Fault $broken | Connect-Skipcall -MaximumRetryCount 0
        Get-SkipcallSequenceContact demo -Snapshot -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ServerError,*'
    }
}

Describe 'A list that breaks off under $ErrorActionPreference = <_>' -ForEach 'Continue', 'SilentlyContinue', 'Ignore' {
    It 'leaves a receipt that says so, and the script goes on' {
        $result = Invoke-InRunspace $script @{ Preference = $_ }
        $result.Output | Should -Contain 'complete: False'
    }
}

Describe 'A list that breaks off under $ErrorActionPreference = Stop' -Tag Once {
    It 'ends pwsh -File with an error and an exit code that is not 0' {
        $file = Join-Path $TestDrive 'job.ps1'
        Set-Content -LiteralPath $file -Value ($script.ToString() -replace '(?<=param\(\$Preference\))', "`nImport-Module '$PSScriptRoot/../Skipcall.psd1'")
        $output = @(& $Shell -NoProfile -NonInteractive -File $file Stop 2>&1 | ForEach-Object { "$_" })
        $LASTEXITCODE | Should -Not -Be 0
        $output -match '^contacts:' | Should -BeNullOrEmpty
        $output -join "`n" | Should -Match 'failed at page 2'
    }
}
