#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It, and completion reads them.')]
param()

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force

    function Complete-Line ([string] $Line) {
        (TabExpansion2 $Line $Line.Length).CompletionMatches
    }
}

AfterAll {
    Disconnect-Skipcall
}

Describe 'Tab completion' {
    It 'offers every status' {
        $offers = Complete-Line 'Get-SkipcallSequenceContact demo -Status '
        $offers.CompletionText | Sort-Object | Should -Be ([enum]::GetNames([Skipcall.SequenceContactStatus]) | Sort-Object)
        (Complete-Line 'Get-SkipcallSequenceContact demo -Status CONNECTED, e').CompletionText | Should -Be ERROR
    }

    It 'offers nothing and does not fail without a connection: <_>' -ForEach 'demo -Tag ', '-SequenceId ', 'demo -Connection ' {
        Disconnect-Skipcall
        Complete-Line "Get-SkipcallSequenceContact $_" | Should -BeNullOrEmpty
    }
}

Describe 'Tab completion with a connection' {
    BeforeAll {
        $sandbox = [Skipcall.SequenceContact]@{ Tags = 'vip', 'hot-lead' } | New-SkipcallSandbox
        $own = $sandbox | Connect-Skipcall -PassThru
        New-SkipcallSandbox | Connect-Skipcall
    }

    It 'offers the tags seen on the connection that is used' {
        Complete-Line 'Get-SkipcallSequenceContact demo -Tag ' | Should -BeNullOrEmpty
        $null = Get-SkipcallSequenceContact demo -Connection $own
        Complete-Line 'Get-SkipcallSequenceContact demo -Tag ' | Should -BeNullOrEmpty
        (Complete-Line 'Get-SkipcallSequenceContact demo -Connection $own -Tag ').CompletionText | Should -Be hot-lead, vip
        (Complete-Line 'Get-SkipcallSequenceContact demo -Connection $own -Tag vip, H').CompletionText | Should -Be hot-lead
    }

    It 'offers the sequences of a sandbox' {
        (Complete-Line 'Get-SkipcallSequenceContact ').CompletionText | Should -Be demo, empty, large
    }

    It 'offers the paths of the API' {
        (Complete-Line 'Invoke-SkipcallApi /v1/s').CompletionText | Should -Be @(
            '/v1/sequences', '/v1/sequences/demo/contacts', '/v1/sequences/empty/contacts', '/v1/sequences/large/contacts'
            '/v1/stats/status-repartition', '/v1/stats/tag-repartition')
        (Complete-Line 'Invoke-SkipcallApi ').CompletionText | Should -Contain '/v1/calls'
    }

    It 'offers the variables that hold a connection' {
        ${my connection} = $own
        $text = 'not a connection'
        (Complete-Line 'Get-SkipcallSequenceContact demo -Connection ').CompletionText | Should -Be '${my connection}', '$own'
    }

    It 'sends no request: <_>' -ForEach '', '-', '-Tag ', '-Status ', 'demo -Connection ', '-Connection $own -Tag ', '-Connection $own -SequenceId ', 'demo -PageSize ' {
        $sandbox.ClearRequests()
        $null = Complete-Line "Get-SkipcallSequenceContact $_"
        $sandbox.Requests | Should -HaveCount 0
    }
}

Describe 'Tab completion of the tag <Tag>' -ForEach @(
    @{ Tag = 'a b'; Offered = '''a b''' }
    @{ Tag = 'it''s'; Offered = '''it''''s''' }
    @{ Tag = "l$([char] 0x2019)$([char] 0xE9)t$([char] 0xE9)"; Offered = "'l$([char] 0x2019)$([char] 0x2019)$([char] 0xE9)t$([char] 0xE9)'" }
    @{ Tag = '42'; Offered = '''42''' }
    @{ Tag = '$HOME'; Offered = '''$HOME''' }
    @{ Tag = 'say "hi"'; Offered = '''say "hi"''' }
    @{ Tag = 'a,b;c|d'; Offered = '''a,b;c|d''' }
    @{ Tag = '-Force'; Offered = '''-Force''' }
    @{ Tag = "tr$([char] 0xE8)s_chaud"; Offered = "tr$([char] 0xE8)s_chaud" }
    @{ Tag = "$([char] 0x65E5)$([char] 0x672C)$([char] 0x8A9E)"; Offered = "$([char] 0x65E5)$([char] 0x672C)$([char] 0x8A9E)" }
) {
    It 'offers <Offered>, which binds as that tag' {
        $sandbox = [Skipcall.SequenceContact]@{ Tags = $Tag } | New-SkipcallSandbox
        $sandbox | Connect-Skipcall
        $null = Get-SkipcallSequenceContact demo
        (Complete-Line 'Get-SkipcallSequenceContact demo -Tag ').CompletionText | Should -BeExactly $Offered
        $null = & ([scriptblock]::Create("Get-SkipcallSequenceContact demo -Tag $Offered"))
        $sandbox.Requests[-1].Tag | Should -BeExactly $Tag
    }
}

Describe 'Tab completion after <_>' -ForEach '''a', '"a', 'a' {
    It 'offers the tag in one pair of quotes' {
        [Skipcall.SequenceContact]@{ Tags = 'a b' } | New-SkipcallSandbox | Connect-Skipcall
        $null = Get-SkipcallSequenceContact demo
        (Complete-Line "Get-SkipcallSequenceContact demo -Tag $_").CompletionText | Should -BeExactly '''a b'''
    }
}

Describe 'Tab completion over HTTP' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Helpers.psm1" -Force
        $server = Open-LoopbackServer {
            param($request)
            if ($request.Target -like '*/demo/*') { @{ Body = '{"data":[{"id":"1"}],"total":1,"page":1,"limit":100,"totalPages":1}' } } else { @{ StatusCode = 404 } }
        }
    }

    AfterAll {
        Close-LoopbackServer $server
    }

    It 'offers the sequences that the service knew' {
        Connect-Skipcall sk_test_x -BaseUri $server.BaseUri -SkipVerification
        $null = Get-SkipcallSequenceContact demo, nope -ErrorAction SilentlyContinue
        (Complete-Line 'Get-SkipcallSequenceContact -SequenceId ').CompletionText | Should -Be demo
    }

    It 'does not offer a sequence that was never answered' {
        Connect-Skipcall sk_test_x -BaseUri http://127.0.0.1:9 -SkipVerification -MaximumRetryCount 0
        { Get-SkipcallSequenceContact never-answered } | Should -Throw
        Complete-Line 'Get-SkipcallSequenceContact ' | Should -BeNullOrEmpty
    }
}
