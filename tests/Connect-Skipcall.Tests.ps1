#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
}

AfterAll {
    Disconnect-Skipcall
}

Describe 'Connect-Skipcall' {
    BeforeEach {
        Disconnect-Skipcall
    }

    It 'connects to a sandbox from the pipeline, and writes nothing' {
        New-SkipcallSandbox | Connect-Skipcall | Should -BeNullOrEmpty
        (Get-SkipcallConnection).IsSandbox | Should -BeTrue
    }

    It 'writes the connection with -PassThru' {
        $connection = New-SkipcallSandbox | Connect-Skipcall -PassThru
        $connection | Should -BeOfType ([Skipcall.SkipcallConnection])
        $connection | Should -Be (Get-SkipcallConnection)
    }

    It 'checks the key with one request, and with none when told so' {
        $sandbox = New-SkipcallSandbox
        $sandbox | Connect-Skipcall
        $sandbox.Requests.Path | Should -Be '/v1/workspaces'
        $sandbox.ClearRequests()
        $sandbox | Connect-Skipcall -SkipVerification
        $sandbox.Requests | Should -HaveCount 0
    }

    It 'names a wrong key, and keeps the connection there was' {
        $before = New-SkipcallSandbox | Connect-Skipcall -PassThru
        { New-SkipcallSandbox | Connect-Skipcall -ApiKey sk_test_wrong } | Should -Throw -ErrorId 'Unauthorized,*'
        Get-SkipcallConnection | Should -Be $before
    }

    It 'takes a key as a secure string and as text' {
        $sandbox = New-SkipcallSandbox
        $secure = [securestring]::new()
        $sandbox.ApiKey.ToCharArray() | ForEach-Object { $secure.AppendChar($_) }
        $sandbox | Connect-Skipcall -ApiKey $secure
        $sandbox | Connect-Skipcall -ApiKey $sandbox.ApiKey
        $sandbox.Requests.StatusCode | Should -Be 200, 200
    }

    It 'tells the plan from the subscription' -ForEach @(
        @{ Code = 'SUBSCRIPTION_REQUIRED'; Id = 'SubscriptionRequired' }
        @{ Code = 'PLAN_NOT_ELIGIBLE'; Id = 'PlanNotEligible' }
    ) {
        { New-SkipcallSandbox -DenyCode $Code | Connect-Skipcall } | Should -Throw -ErrorId "$Id,*"
    }

    It 'refuses to send the key over plain http' {
        { Connect-Skipcall sk_test_x -BaseUri http://api-public.skipcall.app } | Should -Throw -ErrorId 'InvalidRequest,*'
    }

    It 'asks nobody where nobody can answer, and names the variable' {
        $kept = $env:SKIPCALL_API_KEY
        try {
            $env:SKIPCALL_API_KEY = ''
            { Connect-Skipcall } | Should -Throw -ErrorId 'NotConnected,*' -ExpectedMessage '*SKIPCALL_API_KEY*'
        } finally {
            $env:SKIPCALL_API_KEY = $kept
        }
    }

    It 'prints no key with -Verbose and -Debug' {
        $sandbox = New-SkipcallSandbox
        $said = & {
            $sandbox | Connect-Skipcall -Verbose -Debug -PassThru
            Get-SkipcallSequenceContact demo -First 1 -Verbose -Debug | Out-Null
        } *>&1 | ForEach-Object { "$_"; $_ | Format-List * | Out-String }
        $said -join "`n" | Should -Match 'X-RateLimit-Remaining'
        $said -join "`n" | Should -Not -Match 'sandbox0000'
    }
}
