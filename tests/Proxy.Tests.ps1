#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingConvertToSecureStringWithPlainText', '', Justification = 'The keys are those of a sandbox.')]
param()

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
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
        Invoke-WithVariable HTTPS_PROXY $proxy.BaseUri { & $Shell -NoProfile -Command $command } | Should -BeLike 'ConnectionFailed,*'
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
        $said = Invoke-WithVariable HTTPS_PROXY "http://user:env1ronmentPassw0rd@127.0.0.1:$($proxy.BaseUri.Port)" { & $Shell -NoProfile -Command $command 2>&1 } | Out-String
        $said | Should -Match 'ConnectionFailed'
        $said | Should -Not -Match 'env1ronmentPassw0rd'
    }
}
