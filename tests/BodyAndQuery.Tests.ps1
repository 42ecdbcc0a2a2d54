#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingConvertToSecureStringWithPlainText', '', Justification = 'The keys are those of a sandbox.')]
param()

# How Invoke-SkipcallApi writes -Body and -Query.

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
}

AfterAll {
    Disconnect-Skipcall
}

Describe 'The request of Invoke-SkipcallApi' {
    It 'has an escaped query, with values as the API writes them' {
        $sandbox = Connect-Answer '{}'
        $null = Invoke-SkipcallApi /v1/calls -Query ([ordered]@{
                workspaceIds = 'a', 'b'; q = "$([char] 0xE9) &="; since = [datetime]::new(2024, 1, 15, 10, 30, 0, [DateTimeKind]::Utc); n = 1.5; yes = $true; none = $null
            })
        $sandbox.Requests.Query | Should -BeExactly 'workspaceIds=a%2Cb&q=%C3%A9%20%26%3D&since=2024-01-15T10%3A30%3A00.000Z&n=1.5&yes=true'
    }

    It 'has the body <Json>' -ForEach @(
        @{ Body = '{"a": [1, null]}'; Json = '{"a":[1,null]}' }
        @{ Body = @{ label = "$([char] 0xE9)" }; Json = "{`"label`":`"$([char] 0xE9)`"}" }
        @{ Body = [pscustomobject]@{ a = 1; b = $true; c = @('x', @{ d = $null }) }; Json = '{"a":1,"b":true,"c":["x",{"d":null}]}' }
    ) {
        $sandbox = Connect-Answer '' 204
        Invoke-SkipcallApi /v1/tags -Method POST -Body $Body | Should -BeNullOrEmpty
        $sandbox.Requests.Method | Should -Be POST
        $sandbox.Requests.Body | Should -BeExactly $Json
    }
}

Describe 'Values in -Body and -Query' {
    BeforeAll {
        Add-Type 'public class SkipcallTestThrower { public int Good { get { return 1; } } public int Bad { get { throw new System.InvalidOperationException("boom"); } } }'
        $sandbox = Connect-Answer '{}'
    }

    BeforeEach {
        $sandbox.ClearRequests()
    }

    It 'are <Json> in JSON and <Query> in a query: <Value>' -ForEach @(
        @{ Value = '[bigint]::Parse("123456789012345678901234567890")'; Json = '123456789012345678901234567890'; Query = '123456789012345678901234567890' }
        @{ Value = '[uint64]::MaxValue'; Json = '18446744073709551615'; Query = '18446744073709551615' }
        @{ Value = '[float] 0.1'; Json = '0.1'; Query = '0.1' }
        @{ Value = '[double] 0.1'; Json = '0.1'; Query = '0.1' }
        @{ Value = '1.10d'; Json = '1.10'; Query = '1.10' }
        @{ Value = '[DBNull]::Value'; Json = 'null'; Query = $null }
        @{ Value = '[NullString]::Value'; Json = 'null'; Query = $null }
        @{ Value = '(& { })'; Json = 'null'; Query = $null }
        @{ Value = '[switch] $true'; Json = 'true'; Query = 'true' }
        @{ Value = '[switch] $false'; Json = 'false'; Query = 'false' }
        @{ Value = '[char] "x"'; Json = '"x"'; Query = 'x' }
        @{ Value = '[Skipcall.SequenceContactStatus]::ERROR'; Json = '"ERROR"'; Query = 'ERROR' }
        @{ Value = '[guid]::Empty'; Json = '"00000000-0000-0000-0000-000000000000"'; Query = '00000000-0000-0000-0000-000000000000' }
        @{ Value = '[datetimeoffset] "2024-01-15T10:30:00+02:00"'; Json = '"2024-01-15T08:30:00.000Z"'; Query = '2024-01-15T08%3A30%3A00.000Z' }
        @{ Value = '[timespan] "1:02:03"'; Json = '"01:02:03"'; Query = '01%3A02%3A03' }
        @{ Value = '@(1, $null, "b")'; Json = '[1,null,"b"]'; Query = '1%2Cb' }
        @{ Value = '@()'; Json = '[]'; Query = '' }
    ) {
        $given = . ([scriptblock]::Create($Value))
        if ($Value -in '@()', '(& { })') {
            # A variable would hold null.
            $null = . ([scriptblock]::Create("Invoke-SkipcallApi /v1/x -Method POST -Body @{ a = $Value } -Query @{ a = $Value }"))
        } else {
            $null = Invoke-SkipcallApi /v1/x -Method POST -Body @{ a = $given } -Query @{ a = $given }
        }

        $sandbox.Requests[-1].Body | Should -BeExactly "{`"a`":$Json}"
        $sandbox.Requests[-1].Query | Should -BeExactly $(if ($null -eq $Query) { '' } else { "a=$Query" })
    }

    It 'are <Json> in PowerShell 7: <Value>' -Skip:($PSVersionTable.PSVersion.Major -lt 7) -ForEach @(
        @{ Value = '[int128]::MaxValue'; Json = '170141183460469231731687303715884105727' }
        @{ Value = '[uint128]::MaxValue'; Json = '340282366920938463463374607431768211455' }
        @{ Value = '[half] 0.5'; Json = '0.5' }
        @{ Value = '[dateonly] "2024-01-02"'; Json = '"2024-01-02"' }
        @{ Value = '[System.Text.Json.JsonDocument]::Parse("[1.10]").RootElement'; Json = '[1.10]' }
    ) {
        $null = Invoke-SkipcallApi /v1/x -Method POST -Body @{ a = . ([scriptblock]::Create($Value)) }
        $sandbox.Requests[-1].Body | Should -BeExactly "{`"a`":$Json}"
    }

    It 'are rejected by name in a body: <Value>' -ForEach @(
        @{ Value = '@{ a = [double]::NaN }'; Named = 'NaN' }
        @{ Value = '@{ a = [double]::PositiveInfinity }'; Named = 'JSON' }
        @{ Value = '@{ a = [float]::NaN }'; Named = 'NaN' }
        @{ Value = '[SkipcallTestThrower]::new()'; Named = 'boom' }
        @{ Value = '@{ a = [SkipcallTestThrower]::new() }'; Named = 'boom' }
        @{ Value = '@{ a = { 1 } }'; Named = 'ScriptBlock' }
        @{ Value = '@{ a = [int] }'; Named = 'Type' }
        @{ Value = '@{ a = (ConvertTo-SecureString s3cret -AsPlainText -Force) }'; Named = 'SecureString' }
        @{ Value = '@{ a = [System.Numerics.Complex]::One }'; Named = 'Complex' }
        @{ Value = '$(($x = @{}); $x.a = $x; $x)'; Named = 'levels' }
        @{ Value = '"not json"'; Named = 'JSON' }
        @{ Value = '"{`"a`": NaN}"'; Named = 'JSON' }
    ) {
        { Invoke-SkipcallApi /v1/x -Method POST -Body (. ([scriptblock]::Create($Value))) -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidRequest,*' -ExpectedMessage "*$Named*"
        $sandbox.Requests | Should -HaveCount 0
    }

    It 'are rejected by name in a query: <Value>' -ForEach @(
        @{ Value = '@{ a = [double]::NaN }'; Named = 'NaN' }
        @{ Value = '@{ a = @{ b = 1 } }'; Named = 'Hashtable' }
        @{ Value = '@{ a = [pscustomobject]@{ b = 1 } }'; Named = 'PSObject' }
        @{ Value = '@{ a = @(1, @(2)) }'; Named = 'Object' }
        @{ Value = '@{ a = { 1 } }'; Named = 'ScriptBlock' }
        @{ Value = '@{ "" = 1 }'; Named = 'name' }
    ) {
        { Invoke-SkipcallApi /v1/x -Query (. ([scriptblock]::Create($Value))) -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidRequest,*' -ExpectedMessage "*$Named*"
        $sandbox.Requests | Should -HaveCount 0
    }
}
