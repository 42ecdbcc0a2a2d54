#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingConvertToSecureStringWithPlainText', '', Justification = 'The keys are those of a sandbox.')]
param()

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
}

AfterAll {
    Disconnect-Skipcall
}

Describe 'The parameter -ApiKey' {
    It 'accepts a secure string and text' {
        $sandbox = New-SkipcallSandbox
        $secure = [securestring]::new()
        $sandbox.ApiKey.ToCharArray() | ForEach-Object { $secure.AppendChar($_) }
        $sandbox | Connect-Skipcall -ApiKey $secure
        $sandbox | Connect-Skipcall -ApiKey $sandbox.ApiKey
        $sandbox.Requests.StatusCode | Should -Be 200, 200
    }

    It 'rejects an empty key and says where to find one' {
        { Connect-Skipcall '' } | Should -Throw -ErrorId 'InvalidRequest,*' -ExpectedMessage '*empty*'
        $Error[0].ErrorDetails.RecommendedAction | Should -Match 'dashboard'
    }

    It 'says so when the variable with the key has no value' {
        { Connect-Skipcall -ApiKey $env:SKIPCALL_NO_SUCH_VARIABLE } | Should -Throw -ExpectedMessage '*The API key is null*'
    }

    It 'does not quote a key that is not text' {
        { Connect-Skipcall ([pscustomobject]@{ Key = 'sk_live_0123456789abcdef' }) } | Should -Throw -ExpectedMessage '*must be a string or a SecureString, not PSCustomObject*'
        "$($Error[0]) $($Error[0].Exception)" | Should -Not -Match '0123456789'
    }

    It 'names the environment variable when there is no key and no prompt' {
        { Invoke-WithVariable SKIPCALL_API_KEY '' { Connect-Skipcall } } | Should -Throw -ErrorId 'NotConnected,*' -ExpectedMessage '*SKIPCALL_API_KEY*'
        $Error[0].ErrorDetails.RecommendedAction | Should -Match 'dashboard'
        $Error[0].ErrorDetails.RecommendedAction | Should -Not -Match 'Run Connect-Skipcall'
    }

    It 'is read from SKIPCALL_API_KEY and trimmed by default' {
        $server = Open-LoopbackServer
        try {
            Invoke-WithVariable SKIPCALL_API_KEY "  sk_test_sandbox0000000000000000`r`n" { Connect-Skipcall -BaseUri $server.BaseUri }
        } finally {
            Close-LoopbackServer $server
        }

        $server.Requests.Headers.Authorization | Should -BeExactly 'Bearer sk_test_sandbox0000000000000000'
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
