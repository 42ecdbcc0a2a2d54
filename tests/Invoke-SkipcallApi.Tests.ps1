#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
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
        @{ Path = '/v1/v1/calls'; Reason = 'doubled' }
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
