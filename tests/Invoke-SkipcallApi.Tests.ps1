#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
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

    It 'rejects <_> before any request' -ForEach '-Method POST -Body ''not json''', '-Body @{ a = 1 }', '-All -Query @{ page = 2 }' {
        { & ([scriptblock]::Create("Invoke-SkipcallApi /v1/tags $_ -ErrorAction Stop")) } | Should -Throw -ErrorId 'InvalidRequest,*'
        $sandbox.Requests | Should -HaveCount 0
    }

    It 'rejects a write with <_>' -ForEach '-All', '-Snapshot', '-First 5', '-Skip 1', '-IncludeTotalCount', '-PageSize 20' {
        { & ([scriptblock]::Create("Invoke-SkipcallApi /v1/tags -Method DELETE $_ -ErrorAction Stop")) } |
            Should -Throw -ErrorId 'InvalidRequest,*' -ExpectedMessage "*DELETE can't be combined with $(($_ -split ' ')[0])."
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

Describe 'The output of Invoke-SkipcallApi' {
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

    It 'includes records without an id, but not with -Snapshot' {
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

Describe 'Switches that are false, and default parameter values' {
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

Describe 'Unusual JSON in a response' {
    It 'keeps a property without a name: <How>' -ForEach @(
        @{ How = 'one object'; Parameter = @{} }
        @{ How = '-All'; Parameter = @{ All = $true } }
    ) {
        $null = Connect-Answer '{"data":[{"id":"1","":2,"o":{"":3}}],"total":1,"page":1,"limit":100,"totalPages":1}'
        $item = Invoke-SkipcallApi /v1/anything @Parameter
        $item.'(empty)' | Should -Be 2
        $item.o.'(empty)' | Should -Be 3
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
