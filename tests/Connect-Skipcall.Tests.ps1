#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
}

Describe 'Connect-Skipcall' {
    BeforeEach {
        Disconnect-Skipcall
    }

    AfterAll {
        Disconnect-Skipcall
    }

    It 'connects to a sandbox from the pipeline and writes nothing' {
        New-SkipcallSandbox | Connect-Skipcall | Should -BeNullOrEmpty
        (Get-SkipcallConnection).IsSandbox | Should -BeTrue
    }

    It 'writes the connection with -PassThru' {
        $connection = New-SkipcallSandbox | Connect-Skipcall -PassThru
        $connection | Should -HaveCount 1
        $connection | Should -BeOfType ([Skipcall.SkipcallConnection])
        $connection | Should -Be (Get-SkipcallConnection)
    }

    It 'writes the connection with -NotDefault, and leaves the session''s connection as it is' {
        $before = New-SkipcallSandbox | Connect-Skipcall -PassThru
        $other = New-SkipcallSandbox | Connect-Skipcall -NotDefault
        $other | Should -BeOfType ([Skipcall.SkipcallConnection])
        $other | Should -Not -Be $before
        { New-SkipcallSandbox | Connect-Skipcall -NotDefault -ApiKey sk_test_wrong } | Should -Throw -ErrorId 'Unauthorized,*'
        Get-SkipcallConnection | Should -Be $before
        Disconnect-Skipcall
        $null = New-SkipcallSandbox | Connect-Skipcall -NotDefault
        Get-SkipcallConnection | Should -BeNullOrEmpty
        @(Get-SkipcallSequenceContact demo -All -Connection $other) | Should -HaveCount 250
    }

    It 'verifies the key with one request' {
        $sandbox = New-SkipcallSandbox
        $sandbox | Connect-Skipcall
        $sandbox.Requests.Path | Should -Be '/v1/workspaces'
    }

    It 'sends no request with -SkipVerification' {
        $sandbox = New-SkipcallSandbox
        $sandbox | Connect-Skipcall -SkipVerification
        $sandbox.Requests | Should -HaveCount 0
    }

    It 'reports <Code> as <Id>' -ForEach @(
        @{ Code = 'SUBSCRIPTION_REQUIRED'; Id = 'SubscriptionRequired' }
        @{ Code = 'PLAN_NOT_ELIGIBLE'; Id = 'PlanNotEligible' }
    ) {
        { New-SkipcallSandbox -DenyCode $Code | Connect-Skipcall } | Should -Throw -ErrorId "$Id,*"
    }

    It 'reports a server that can''t be reached' {
        { Connect-Skipcall sk_test_x -BaseUri http://127.0.0.1:9 -MaximumRetryCount 0 } | Should -Throw -ErrorId 'ConnectionFailed,*'
    }

    It 'reports a wrong key after one request' {
        $sandbox = New-SkipcallSandbox
        { $sandbox | Connect-Skipcall -ApiKey sk_test_wrong } | Should -Throw -ErrorId 'Unauthorized,*'
        $sandbox.Requests.Path | Should -Be '/v1/workspaces'
    }

    It 'leaves no connection when it fails: <_>' -ForEach @(
        'New-SkipcallSandbox | Connect-Skipcall -ApiKey sk_test_wrong'
        'New-SkipcallSandbox -DenyCode PLAN_NOT_ELIGIBLE | Connect-Skipcall'
        'Connect-Skipcall sk_test_x -BaseUri http://127.0.0.1:9 -MaximumRetryCount 0'
        'Connect-Skipcall sk_test_x -BaseUri http://example.com'
        'Connect-Skipcall sk_test_x -Proxy nonsense'
        'Connect-Skipcall "sk test"'
        'Connect-Skipcall ([pscustomobject]@{ Key = 1 })'
        'Connect-Skipcall $null'
    ) {
        New-SkipcallSandbox | Connect-Skipcall
        { . ([scriptblock]::Create($_)) } | Should -Throw
        Get-SkipcallConnection | Should -BeNullOrEmpty
        { Get-SkipcallSequenceContact demo } | Should -Throw -ErrorId 'NotConnected,*'
    }

    It 'checks <_> before it looks for a key' -ForEach @(
        '-BaseUri http://example.com'
        '-BaseUri relative/path'
        '-Proxy proxy.example:8080'
        '-Proxy http://user:pass@proxy.example'
    ) {
        $script = [scriptblock]::Create("Connect-Skipcall $_")
        { Invoke-WithVariable SKIPCALL_API_KEY '' $script } | Should -Throw -ErrorId 'InvalidRequest,*'
    }
}

Describe 'Connect-Skipcall over HTTP' {
    BeforeAll {
        $server = Open-LoopbackServer { param($request) if ($request.Headers.Authorization -like '*unverified') { @{ StatusCode = 404 } } }
    }

    BeforeEach {
        $server.Requests.Clear()
    }

    AfterAll {
        Close-LoopbackServer $server
        Disconnect-Skipcall
    }

    It 'adds /v1 once to the base URI with "<_>" at its end' -ForEach '', '/v1', '/v1/' {
        Connect-Skipcall sk_test_x -BaseUri "$($server.BaseUri.OriginalString)$_"
        $server.Requests.Target | Should -Be '/v1/workspaces'
    }

    It 'accepts a service without the endpoint that verification uses' {
        { Connect-Skipcall sk_test_unverified -BaseUri $server.BaseUri } | Should -Not -Throw
        $server.Requests | Should -HaveCount 1
    }
}
