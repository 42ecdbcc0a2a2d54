#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingConvertToSecureStringWithPlainText', '', Justification = 'The keys are those of a sandbox.')]
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

    It 'accepts the key as a secure string and as text' {
        $sandbox = New-SkipcallSandbox
        $secure = [securestring]::new()
        $sandbox.ApiKey.ToCharArray() | ForEach-Object { $secure.AppendChar($_) }
        $sandbox | Connect-Skipcall -ApiKey $secure
        $sandbox | Connect-Skipcall -ApiKey $sandbox.ApiKey
        $sandbox.Requests.StatusCode | Should -Be 200, 200
    }

    It 'reports <Code> as <Id>' -ForEach @(
        @{ Code = 'SUBSCRIPTION_REQUIRED'; Id = 'SubscriptionRequired' }
        @{ Code = 'PLAN_NOT_ELIGIBLE'; Id = 'PlanNotEligible' }
    ) {
        { New-SkipcallSandbox -DenyCode $Code | Connect-Skipcall } | Should -Throw -ErrorId "$Id,*"
    }

    It 'rejects the base URI <_>' -ForEach @(
        'http://api-public.skipcall.app'
        'http://10.0.0.1'
        'ftp://127.0.0.1'
        'relative/path'
        'https://user:pass@api-public.skipcall.app'
    ) {
        { Connect-Skipcall sk_test_x -BaseUri $_ } | Should -Throw -ErrorId 'InvalidRequest,*'
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

    It 'rejects an empty key and says where keys are' {
        { Connect-Skipcall '' } | Should -Throw -ErrorId 'InvalidRequest,*' -ExpectedMessage '*empty*'
        $Error[0].ErrorDetails.RecommendedAction | Should -Match 'dashboard'
    }

    It 'says that a variable without a value is no key' {
        { Connect-Skipcall -ApiKey $env:SKIPCALL_NO_SUCH_VARIABLE } | Should -Throw -ExpectedMessage '*The API key is null*'
    }

    It 'does not quote a key that is not text' {
        { Connect-Skipcall ([pscustomobject]@{ Key = 'sk_live_0123456789abcdef' }) } | Should -Throw -ExpectedMessage '*must be a string or a SecureString, not PSCustomObject*'
        "$($Error[0]) $($Error[0].Exception)" | Should -Not -Match '0123456789'
    }

    It 'checks <_> before it looks for a key' -ForEach @(
        '-BaseUri http://example.com'
        '-BaseUri relative/path'
        '-Proxy proxy.example:8080'
        '-Proxy http://user:pass@proxy.example'
    ) {
        $kept = $env:SKIPCALL_API_KEY
        try {
            $env:SKIPCALL_API_KEY = ''
            { . ([scriptblock]::Create("Connect-Skipcall $_")) } | Should -Throw -ErrorId 'InvalidRequest,*'
        } finally {
            $env:SKIPCALL_API_KEY = $kept
        }
    }

    It 'names the environment variable when there is no key and no one to ask' {
        $kept = $env:SKIPCALL_API_KEY
        try {
            $env:SKIPCALL_API_KEY = ''
            { Connect-Skipcall } | Should -Throw -ErrorId 'NotConnected,*' -ExpectedMessage '*SKIPCALL_API_KEY*'
            $Error[0].ErrorDetails.RecommendedAction | Should -Match 'dashboard'
            $Error[0].ErrorDetails.RecommendedAction | Should -Not -Match 'Run Connect-Skipcall'
        } finally {
            $env:SKIPCALL_API_KEY = $kept
        }
    }

    It 'shows the key <Key> as <Shown>' -ForEach @(
        @{ Key = 'sk_live_0123456789abcdef'; Shown = "sk_live_$([char] 0x2026)cdef" }
        @{ Key = 'sk_test_0123456789abcde'; Shown = "sk_test_$([char] 0x2026)" }
        @{ Key = '0123456789abcdef'; Shown = "$([char] 0x2026)cdef" }
        @{ Key = 'short'; Shown = "$([char] 0x2026)" }
        @{ Key = 'sk_0123456789abcdef_fr'; Shown = "$([char] 0x2026)f_fr" }
        @{ Key = 'sk_live_0123456789_abcdef_x'; Shown = "sk_live_$([char] 0x2026)ef_x" }
        @{ Key = 'sk_0123456789abcdef'; Shown = "$([char] 0x2026)cdef" }
    ) {
        (Connect-Skipcall $Key -BaseUri http://127.0.0.1:9 -SkipVerification -PassThru).ApiKey | Should -BeExactly $Shown
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

    It 'reads the key from SKIPCALL_API_KEY and trims it' {
        $kept = $env:SKIPCALL_API_KEY
        try {
            $env:SKIPCALL_API_KEY = "  sk_test_sandbox0000000000000000`r`n"
            Connect-Skipcall -BaseUri $server.BaseUri
        } finally {
            $env:SKIPCALL_API_KEY = $kept
        }

        $server.Requests.Headers.Authorization | Should -BeExactly 'Bearer sk_test_sandbox0000000000000000'
    }

    It 'accepts a service without the endpoint that verification uses' {
        { Connect-Skipcall sk_test_unverified -BaseUri $server.BaseUri } | Should -Not -Throw
        $server.Requests | Should -HaveCount 1
    }
}

Describe 'The API key' {
    BeforeAll {
        $key = 'sk_live_CanaryCanaryCanaryCanary1234'
        $secret = $key.Substring('sk_live_'.Length)
        $forms = @(
            $secret
            [Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes($key))
            [Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($key))
            [BitConverter]::ToString([System.Text.Encoding]::UTF8.GetBytes($secret)) -replace '-'
            $secret -replace '(.)', "`$1`0"
        )

        # Everything that a script wrote, in the forms in which it may be shown or stored.
        function Get-Everything ($Result) {
            $errors = @($Result.Errors) + @($Result.Failure | Where-Object { $_ })
            $Result.Verbose
            $Result.Debug
            $Result.Warnings
            $Result.Progress | ForEach-Object { "$($_.Record)" }
            $errors | ForEach-Object { "$_ $($_.Exception) $($_.ErrorDetails) $($_.TargetObject) $($_.CategoryInfo)" }
            $errors | ForEach-Object { [System.Management.Automation.PSSerializer]::Serialize($_.Exception, 4) }
            foreach ($item in @($Result.Output) + @($Result.Information | ForEach-Object MessageData)) {
                "$item"
                [System.Management.Automation.PSSerializer]::Serialize($item, 4)
                $item | ConvertTo-Json -Depth 4 -WarningAction SilentlyContinue
                $item | Format-List * | Out-String
            }
        }
    }

    It 'is never written to a stream, an error or a serialized connection, even by a service that repeats it' {
        $server = Open-LoopbackServer {
            param($request)
            $key = 'sk_live_CanaryCanaryCanaryCanary1234'
            switch ($request.Number) {
                1 { @{ Headers = @{ 'X-Echo' = $request.Headers.Authorization }; Body = '{"data":[]}' } }
                2 { @{ StatusCode = 503; Body = "{`"message`":`"try again, $key`"}" } }
                3 { @{ Body = '{"data":[{"id":"1","status":"NEW"},{"oops":1}],"total":2,"page":1,"limit":100,"totalPages":1}' } }
                default { @{ StatusCode = 401; Body = "{`"error`":{`"code`":`"UNAUTHORIZED`",`"message`":`"Invalid key $key`"}}" } }
            }
        }
        try {
            $result = Invoke-InRunspace -Argument @{ Uri = $server.BaseUri; Key = $key } {
                param($Uri, $Key)
                # The switch -Debug would ask at each line in Windows PowerShell.
                $DebugPreference = 'Continue'
                Connect-Skipcall $Key -BaseUri $Uri -Verbose -PassThru
                Get-SkipcallSequenceContact demo -All -Verbose -InformationVariable receipts
                $connection = Get-SkipcallConnection
                $connection.ToString()
                $connection.psobject.Properties | ForEach-Object { "$($_.Name)=$($_.Value)" }
                [System.Management.Automation.PSSerializer]::Serialize($connection, 5)
                Get-SkipcallSequenceContact demo -All -Verbose
            }
        } finally {
            Close-LoopbackServer $server
        }

        $server.Requests[0].Headers.Authorization | Should -BeExactly "Bearer $key"
        $result.ErrorIds | Should -Be InvalidResponse, Unauthorized
        $said = (Get-Everything $result) -join "`n"
        $said | Should -Match 'GET /v1/sequences/demo/contacts'
        $said | Should -Match 'X-Echo'
        foreach ($form in $forms) {
            $said.IndexOf($form, [StringComparison]::Ordinal) | Should -Be -1 -Because "the output must not contain $form"
        }
    }

    It 'is not in what a sandbox records' {
        $result = Invoke-InRunspace -Argument @{ Key = $key } {
            param($Key)
            $sandbox = New-SkipcallSandbox
            try { $sandbox | Connect-Skipcall -ApiKey $Key } catch { "$_" }
            $sandbox.Requests
            [System.Management.Automation.PSSerializer]::Serialize($sandbox.Requests, 5)
        }
        $said = (Get-Everything $result) -join "`n"
        $said | Should -Match 'GET /v1/workspaces'
        foreach ($form in $forms) {
            $said.IndexOf($form, [StringComparison]::Ordinal) | Should -Be -1 -Because "the output must not contain $form"
        }
    }
}

Describe 'Connect-Skipcall -Proxy' {
    BeforeAll {
        # A proxy that asks for credentials, and refuses them or lets the request through to nowhere.
        $proxy = Open-LoopbackServer {
            param($request)
            if ($request.Headers['Proxy-Authorization'] -eq 'Basic dXNlcjpwYSRzOndvcmQ=') {
                @{ StatusCode = 502 }
            } else {
                @{ StatusCode = 407; Headers = @{ 'Proxy-Authenticate' = 'Basic realm="proxy"' } }
            }
        }
        $credential = [pscredential]::new('user', (ConvertTo-SecureString 'pa$s:word' -AsPlainText -Force))
        $wrong = [pscredential]::new('user', (ConvertTo-SecureString 'wr0ngPassw0rd' -AsPlainText -Force))
    }

    BeforeEach {
        Disconnect-Skipcall
        $proxy.Requests.Clear()
    }

    AfterAll {
        Close-LoopbackServer $proxy
        Disconnect-Skipcall
    }

    It 'sends -ProxyCredential to a proxy that asks' {
        { Connect-Skipcall sk_test_x -Proxy $proxy.BaseUri -ProxyCredential $credential -MaximumRetryCount 0 } | Should -Throw -ErrorId 'ConnectionFailed,*'
        $proxy.Requests.Method | Should -Be CONNECT, CONNECT
        $proxy.Requests[0].Headers.Keys | Should -Not -Contain 'Proxy-Authorization'
        $proxy.Requests[1].Headers['Proxy-Authorization'] | Should -BeExactly 'Basic dXNlcjpwYSRzOndvcmQ='
        $proxy.Requests.Headers.Keys | Should -Not -Contain 'Authorization'
    }

    It 'sends -ProxyCredential to the proxy from the environment' -Tag Once {
        $command = "
            Import-Module '$PSScriptRoot/../Skipcall.psd1'
            `$credential = [pscredential]::new('user', (ConvertTo-SecureString 'pa`$s:word' -AsPlainText -Force))
            try { Connect-Skipcall sk_test_x -ProxyCredential `$credential -MaximumRetryCount 0 } catch { `$_.FullyQualifiedErrorId }"
        $kept = $env:HTTPS_PROXY
        try {
            $env:HTTPS_PROXY = $proxy.BaseUri
            & $Shell -NoProfile -EncodedCommand ([Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($command))) | Should -BeLike 'ConnectionFailed,*'
        } finally {
            $env:HTTPS_PROXY = $kept
        }

        $proxy.Requests[-1].Headers['Proxy-Authorization'] | Should -BeExactly 'Basic dXNlcjpwYSRzOndvcmQ='
    }

    It 'does not retry when the proxy refuses the credentials, and says what to check' {
        { Connect-Skipcall sk_test_x -Proxy $proxy.BaseUri -ProxyCredential $wrong } | Should -Throw -ErrorId 'ConnectionFailed,*' -ExpectedMessage '*407*'
        $Error[0].ErrorDetails.RecommendedAction | Should -Match '-ProxyCredential'
        "$($Error[0] | Format-List * -Force | Out-String)" | Should -Not -Match 'wr0ngPassw0rd'
        @($proxy.Requests | Where-Object { $_.Headers['Proxy-Authorization'] }).Count | Should -BeLessOrEqual 1
    }

    It 'rejects <Address>' -ForEach @(
        @{ Address = '127.0.0.1:8080' }
        @{ Address = 'proxy.example:8080' }
        @{ Address = 'proxy' }
        @{ Address = 'ftp://proxy.example' }
        @{ Address = 'http://' }
        @{ Address = 'http://user:pa$s@' }
        @{ Address = 'http://user:pa$s@[' }
        @{ Address = 'http://user:pa$s@proxy.example' }
        @{ Address = 'user:pa$s@proxy.example:8080' }
    ) {
        { Connect-Skipcall sk_test_x -Proxy $Address -SkipVerification } | Should -Throw -ErrorId 'InvalidRequest,*'
        "$($Error[0] | Format-List * -Force | Out-String)" | Should -Not -Match 'pa\$s@|user:'
    }

    It 'rejects a base URI with a password without repeating it' {
        { Connect-Skipcall sk_test_x -BaseUri 'https://user:pa$s@api.example' -SkipVerification } | Should -Throw -ErrorId 'InvalidRequest,*' -ExpectedMessage '*https://api.example*'
        "$($Error[0].Exception) $($Error[0].TargetObject) $($Error[0].ErrorDetails)" | Should -Not -Match 'pa\$s'
    }

    It 'rejects a proxy for plain http, which would get the key' {
        { Connect-Skipcall sk_test_x -BaseUri http://127.0.0.1:9 -Proxy $proxy.BaseUri } | Should -Throw -ErrorId 'InvalidRequest,*' -ExpectedMessage '*plain http*'
        $proxy.Requests | Should -HaveCount 0
    }

    It 'shows no password of a proxy from the environment' -Tag Once {
        $command = "
            Import-Module '$PSScriptRoot/../Skipcall.psd1'
            `$VerbosePreference = `$DebugPreference = 'Continue'
            try { Connect-Skipcall sk_test_x -MaximumRetryCount 0 } catch { `$_.FullyQualifiedErrorId; `$_ | Format-List * -Force | Out-String; `$_.Exception.ToString(); `$_.Exception.InnerException.ToString() }"
        $kept = $env:HTTPS_PROXY
        try {
            $env:HTTPS_PROXY = "http://user:env1ronmentPassw0rd@127.0.0.1:$($proxy.BaseUri.Port)"
            $said = & $Shell -NoProfile -EncodedCommand ([Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($command))) 2>&1 | Out-String
        } finally {
            $env:HTTPS_PROXY = $kept
        }

        $said | Should -Match 'ConnectionFailed'
        $said | Should -Not -Match 'env1ronmentPassw0rd'
    }
}
