#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingConvertToSecureStringWithPlainText', '', Justification = 'The keys are those of a sandbox.')]
param()

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force

    # A sandbox that answers every request with this JSON.
    function Connect-Answer ([string] $Json, [int] $StatusCode = 200) {
        $sandbox = New-SkipcallSandbox -Fault @{ StatusCode = $StatusCode; Body = $Json; Times = 0 }
        $sandbox | Connect-Skipcall -SkipVerification -MaximumRetryCount 0
        $sandbox
    }
}

AfterAll {
    Disconnect-Skipcall
}

Describe 'Invoke-SkipcallApi' {
    BeforeAll {
        $sandbox = New-SkipcallSandbox -Count 1234
        $sandbox | Connect-Skipcall
    }

    BeforeEach {
        $sandbox.ClearRequests()
    }

    It 'reads an endpoint without a cmdlet of its own' {
        Invoke-SkipcallApi /v1/workspaces | Should -Not -BeNullOrEmpty
        $sandbox.Requests.Path | Should -Be '/v1/workspaces'
    }

    It '-All reads every page of a list, a hundred items at a time' {
        $typed = Get-SkipcallSequenceContact demo -All
        $sandbox.ClearRequests()
        $rows = Invoke-SkipcallApi /v1/sequences/demo/contacts -All -InformationVariable information
        $sandbox.Requests | Should -HaveCount 13
        $rows.id | Should -Be $typed.Id
        $rows[0].contact.firstName | Should -Not -BeNullOrEmpty
        $information | Should -HaveCount 1
        $information.MessageData.Complete | Should -BeTrue
    }

    It '<Parameters> writes <Items> items after <Requests> requests' -ForEach @(
        @{ Parameters = '-First 250'; Items = 250; Requests = 3 }
        @{ Parameters = '-Skip 1000 -First 5'; Items = 5; Requests = 1 }
        @{ Parameters = '-Snapshot'; Items = 1234; Requests = 26 }
        @{ Parameters = '-PageSize 50'; Items = 50; Requests = 1 }
        @{ Parameters = '-All -Query @{ status = ''CONNECTED''; tag = ''vip'' } -First 1'; Items = 1; Requests = 1 }
    ) {
        & ([scriptblock]::Create("Invoke-SkipcallApi v1/sequences/demo/contacts $Parameters -WarningAction SilentlyContinue")) | Should -HaveCount $Items
        $sandbox.Requests | Should -HaveCount $Requests
    }

    It 'sends a query' {
        $null = Invoke-SkipcallApi /v1/sequences/demo/contacts -Query @{ status = 'CONNECTED'; limit = 5 } -WarningAction SilentlyContinue
        $sandbox.Requests.Status | Should -Be CONNECTED
        $sandbox.Requests.Limit | Should -Be 5
    }

    It 'reports what does not exist' {
        { Invoke-SkipcallApi /v1/sequences/nope/contacts -ErrorAction Stop } | Should -Throw -ErrorId 'SequenceNotFound,*'
    }

    It 'rejects the path <Path> with the reason, before any request' -ForEach @(
        @{ Path = 'https://example.com/v1/calls'; Reason = 'below the connection''s base URI' }
        @{ Path = '//example.com/v1/calls'; Reason = 'below the connection''s base URI' }
        @{ Path = '/v1\calls'; Reason = 'below the connection''s base URI' }
        @{ Path = '/v1/v1/calls'; Reason = 'twice' }
        @{ Path = '/v1/../secret'; Reason = '''..''' }
        @{ Path = '/v1/%2e%2e/secret'; Reason = '''..''' }
        @{ Path = '/v1/calls?page=2'; Reason = '-Query' }
        @{ Path = '/v1/calls#x'; Reason = '-Query' }
        @{ Path = 'calls'; Reason = '/v1/' }
        @{ Path = '/v1'; Reason = '/v1/' }
        @{ Path = '/v1//calls'; Reason = 'empty part' }
    ) {
        { Invoke-SkipcallApi $Path -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidRequest,*' -ExpectedMessage "*$Reason*"
        $sandbox.Requests | Should -HaveCount 0
    }

    It 'rejects the method <_>' -ForEach 'GET,POST', 'GET,DELETE', '1', 1, @{ Value = @('GET', 'POST') }, @{ Value = $null } {
        $method = if ($_ -is [hashtable]) { $_.Value } else { $_ }
        { Invoke-SkipcallApi /v1/tags -Method $method } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        $sandbox.Requests | Should -HaveCount 0
    }

    It 'rejects <_> before any request' -ForEach '-Method POST -Body ''not json''', '-Body @{ a = 1 }', '-Method DELETE -All', '-All -Query @{ page = 2 }' {
        { & ([scriptblock]::Create("Invoke-SkipcallApi /v1/tags $_ -ErrorAction Stop")) } | Should -Throw -ErrorId 'InvalidRequest,*'
        $sandbox.Requests | Should -HaveCount 0
    }

    It 'sends no write with -WhatIf or $WhatIfPreference' {
        Invoke-SkipcallApi /v1/tags -Method POST -Body @{ label = 'x' } -WhatIf | Should -BeNullOrEmpty
        $WhatIfPreference = $true
        Invoke-SkipcallApi /v1/tags/1 -Method DELETE | Should -BeNullOrEmpty
        $sandbox.Requests | Should -HaveCount 0
    }

    It 'sends a GET request under $WhatIfPreference' {
        $WhatIfPreference = $true
        $null = Invoke-SkipcallApi /v1/workspaces
        $sandbox.Requests.Method | Should -Be GET
    }
}

Describe 'What Invoke-SkipcallApi sends' {
    It 'is a query escaped and written as the API writes it' {
        $sandbox = Connect-Answer '{}'
        $null = Invoke-SkipcallApi /v1/calls -Query ([ordered]@{
                workspaceIds = 'a', 'b'; q = "$([char] 0xE9) &="; since = [datetime]::new(2024, 1, 15, 10, 30, 0, [DateTimeKind]::Utc); n = 1.5; yes = $true; none = $null
            })
        $sandbox.Requests.Query | Should -BeExactly 'workspaceIds=a%2Cb&q=%C3%A9%20%26%3D&since=2024-01-15T10%3A30%3A00.000Z&n=1.5&yes=true'
    }

    It 'is the JSON <Json>' -ForEach @(
        @{ Body = '{"a": [1, null]}'; Json = '{"a":[1,null]}' }
        @{ Body = @{ label = "$([char] 0xE9)" }; Json = "{`"label`":`"$([char] 0xE9)`"}" }
        @{ Body = [pscustomobject]@{ a = 1; b = $true; c = @('x', @{ d = $null }) }; Json = '{"a":1,"b":true,"c":["x",{"d":null}]}' }
    ) {
        $sandbox = Connect-Answer '' 204
        Invoke-SkipcallApi /v1/tags -Method POST -Body $Body | Should -BeNullOrEmpty
        $sandbox.Requests.Method | Should -Be POST
        $sandbox.Requests.Body | Should -BeExactly $Json
    }

    It 'is marked as JSON' {
        $server = Open-LoopbackServer
        try {
            Connect-Skipcall sk_test_x -BaseUri $server.BaseUri -SkipVerification
            $null = Invoke-SkipcallApi /v1/tags -Method POST -Body @{ a = 1 }
        } finally {
            Close-LoopbackServer $server
        }

        $server.Requests.Headers.'Content-Type' | Should -Be 'application/json'
    }

    It 'is a write again after a 429' {
        $sandbox = New-SkipcallSandbox -Fault @{ Request = 1; StatusCode = 429; RetryAfterSec = 1 }, @{ StatusCode = 201; Body = '{"id":"7"}' }
        $sandbox | Connect-Skipcall -SkipVerification
        (Invoke-SkipcallApi /v1/tags -Method POST -Body @{ label = 'x' }).id | Should -Be 7
        $sandbox.Requests.StatusCode | Should -Be 429, 201
    }
}

Describe 'What Invoke-SkipcallApi writes' {
    It 'has the types of the JSON values, <How>' -ForEach @(
        @{ How = 'one object'; Parameter = @{} }
        @{ How = '-All'; Parameter = @{ All = $true } }
    ) {
        $null = Connect-Answer ('{"data":[{"id":"1","n":1,"d":1.5,"t":"2024-01-15T10:30:00.000Z","day":"2024-01-15","b":true,"z":null,"o":{"a":[1,{"x":"y"}]},"l":[]}],' +
            '"total":1,"page":1,"limit":100,"totalPages":1}')
        $item = Invoke-SkipcallApi /v1/anything @Parameter
        $item.n | Should -BeOfType ([long])
        $item.d | Should -BeOfType ([double])
        $item.t | Should -BeOfType ([datetimeoffset])
        $item.t | Should -Be ([datetimeoffset] '2024-01-15T10:30:00Z')
        $item.day | Should -BeOfType ([string])
        $item.b | Should -BeOfType ([bool])
        $item.z | Should -Be $null
        $item.o.a[1].x | Should -Be y
        $item.l | Should -HaveCount 0
        $item.o = 'set'
        $copy = $item.psobject.Copy()
        $item.o, $copy.o | Should -Be set, set
        $copy.l | Should -HaveCount 0
    }

    It 'is the whole response when it is not a page, and an error with -All' {
        $json = '{"data":[{"id":"1"}],"nonCalledCount":3}'
        $null = Connect-Answer $json
        (Invoke-SkipcallApi /v1/stats/status-repartition).nonCalledCount | Should -Be 3
        Invoke-SkipcallApi /v1/stats/status-repartition -All -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems.FullyQualifiedErrorId | Should -BeLike 'InvalidResponse,*'
    }

    It 'is the JSON as received with -Raw' {
        $json = '{"data":[{"id":"1"}],"nonCalledCount":3}'
        $null = Connect-Answer $json
        Invoke-SkipcallApi /v1/stats/status-repartition -Raw | Should -BeExactly $json
    }

    It 'are records without an id, but not with -Snapshot' {
        $null = Connect-Answer '{"data":[{"a":1},{"a":1}],"total":2,"page":1,"limit":100,"totalPages":1}'
        Invoke-SkipcallApi /v1/users -All | Should -HaveCount 2
        { Invoke-SkipcallApi /v1/users -Snapshot -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidResponse,*'
    }

    It 'is an error with the service''s own code and message: <StatusCode>' -ForEach @(
        @{ StatusCode = 409; Id = 'InvalidRequest' }
        @{ StatusCode = 404; Id = 'SequenceNotFound' }
    ) {
        $null = Connect-Answer '{"error":{"code":"LAST_SUCCESS_TAG","message":"One must remain"}}' $StatusCode
        { Invoke-SkipcallApi /v1/sequences/1 -Method DELETE -ErrorAction Stop } | Should -Throw -ErrorId "$Id,*" -ExpectedMessage "*$StatusCode LAST_SUCCESS_TAG*DELETE /v1/sequences/1*: One must remain*"
    }
}

Describe 'Switches and defaults that mean nothing' {
    BeforeAll {
        $sandbox = New-SkipcallSandbox -Count 250
        $sandbox | Connect-Skipcall
    }

    BeforeEach {
        $sandbox.ClearRequests()
    }

    It 'do not make a request a paged one: <_>' -ForEach '-All:$false', '-Snapshot:$false', '-IncludeTotalCount:$false', '-Skip 0' {
        . ([scriptblock]::Create("Invoke-SkipcallApi /v1/workspaces $_")) | Should -Not -BeNullOrEmpty
        $null = . ([scriptblock]::Create("Invoke-SkipcallApi /v1/tags -Method POST -Body @{ label = [guid]::NewGuid() } $_"))
        $sandbox.Requests.Method | Should -Be GET, POST
        $sandbox.Requests[0].Query | Should -BeNullOrEmpty
    }

    It 'do not come from $PSDefaultParameterValues: <Key>' -ForEach @(
        @{ Key = '*Skipcall*:PageSize'; Value = 20 }
        @{ Key = 'Invoke-SkipcallApi:PageSize'; Value = 20 }
        @{ Key = '*Skipcall*:ThrottleLimit'; Value = 2 }
        @{ Key = 'Invoke-SkipcallApi:All'; Value = $false }
    ) {
        $PSDefaultParameterValues = @{ $Key = $Value }
        Invoke-SkipcallApi /v1/workspaces | Should -Not -BeNullOrEmpty
        $null = Invoke-SkipcallApi /v1/tags -Method POST -Body @{ label = [guid]::NewGuid() }
        $sandbox.Requests.Method | Should -Be GET, POST
    }

    It 'let a write be sent when the default is -All' {
        $PSDefaultParameterValues = @{ 'Invoke-SkipcallApi:All' = $true }
        $null = Invoke-SkipcallApi /v1/tags -Method POST -Body @{ label = [guid]::NewGuid() }
        $sandbox.Requests.Method | Should -Be POST
        Invoke-SkipcallApi /v1/sequences/demo/contacts | Should -HaveCount 250
    }
}

Describe 'Values that Invoke-SkipcallApi sends' {
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

Describe 'Odd JSON that Invoke-SkipcallApi reads' {
    It 'keeps a property without a name: <How>' -ForEach @(
        @{ How = 'one object'; Parameter = @{} }
        @{ How = '-All'; Parameter = @{ All = $true } }
    ) {
        $null = Connect-Answer '{"data":[{"id":"1","":2,"o":{"":3}}],"total":1,"page":1,"limit":100,"totalPages":1}'
        $item = Invoke-SkipcallApi /v1/anything @Parameter
        $item.'(empty)' | Should -Be 2
        $item.o.'(empty)' | Should -Be 3
    }

    It 'reads an object of 60,000 names in a moment' {
        $json = '{' + ((1..60000 | ForEach-Object { "`"n$_`":1" }) -join ',') + '}'
        $null = Connect-Answer $json
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        (Invoke-SkipcallApi /v1/anything).n60000 | Should -Be 1
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
    }
}

Describe 'A large response' {
    BeforeAll {
        $fault = @{ StatusCode = 200; Body = '"' + 'x' * 1.5MB + '"'; Times = 0 }
    }

    It 'is rejected when it is larger than -MaximumResponseMB' {
        New-SkipcallSandbox -Fault $fault | Connect-Skipcall -SkipVerification -MaximumResponseMB 1
        { Invoke-SkipcallApi /v1/anything -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidResponse,*'
    }

    It 'is accepted otherwise' {
        New-SkipcallSandbox -Fault $fault | Connect-Skipcall -SkipVerification -MaximumResponseMB 2
        (Invoke-SkipcallApi /v1/anything).Length | Should -Be 1.5MB
    }
}

Describe 'The recommended action of Invoke-SkipcallApi' {
    It 'is to check whether a write went through: <Fault>' -ForEach @(
        @{ Fault = @{ Kind = 'Reset'; Times = 0 }; Id = 'ConnectionFailed' }
        @{ Fault = @{ StatusCode = 500; Times = 0 }; Id = 'ServerError' }
        @{ Fault = @{ StatusCode = 502; Times = 0 }; Id = 'ServerError' }
    ) {
        New-SkipcallSandbox -Fault $Fault | Connect-Skipcall -SkipVerification -MaximumRetryCount 0
        { Invoke-SkipcallApi /v1/tags -Method POST -Body @{ label = 'x' } -ErrorAction Stop } | Should -Throw -ErrorId "$Id,*"
        $Error[0].ErrorDetails.RecommendedAction | Should -Match 'was carried out before you send it again'
        { Invoke-SkipcallApi /v1/tags -ErrorAction Stop } | Should -Throw -ErrorId "$Id,*"
        $Error[0].ErrorDetails.RecommendedAction | Should -Not -Match 'carried out'
    }

    It 'is about the sandbox when the sandbox has no such endpoint' {
        New-SkipcallSandbox | Connect-Skipcall
        { Invoke-SkipcallApi /v1/nothing -ErrorAction Stop } | Should -Throw -ErrorId 'ServerError,*'
        $Error[0].ErrorDetails.RecommendedAction | Should -Match 'sandbox'
    }
}
