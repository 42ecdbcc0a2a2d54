[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingConvertToSecureStringWithPlainText', '', Justification = 'The keys are those of a sandbox.')]
param()

BeforeDiscovery {
    $script:canRun = $PSVersionTable.PSVersion -ge '7.4'
}

Describe 'Test-SkipcallService' -Tag Once -Skip:(-not $canRun) {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot '../Skipcall.psd1')
        $script:probe = Join-Path $PSScriptRoot '../tools/Test-SkipcallService.ps1'

        # Changes what the sandbox answers, the way a service that works differently would.
        Add-Type -TypeDefinition @'
using System;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

public sealed class LyingHandler : DelegatingHandler
{
    public LyingHandler(HttpMessageHandler inner) : base(inner) { }
    public string Where = "";
    public string DropQuery;
    public string BodyPattern;
    public string BodyText = "";
    public string Header;
    public string HeaderText;
    public int Status;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token)
    {
        bool lies = Regex.IsMatch(request.RequestUri.PathAndQuery, Where);
        if (lies && DropQuery != null)
        {
            request.RequestUri = new Uri(Regex.Replace(request.RequestUri.AbsoluteUri, DropQuery + "=[^&]*&?", ""));
        }

        HttpResponseMessage response = await base.SendAsync(request, token);
        if (!lies) { return response; }
        if (Status != 0) { response.StatusCode = (HttpStatusCode)Status; }
        if (Header != null)
        {
            response.Headers.Remove(Header);
            if (HeaderText != null) { response.Headers.TryAddWithoutValidation(Header, HeaderText); }
        }

        if (BodyPattern != null)
        {
            string body = await response.Content.ReadAsStringAsync();
            response.Content = new StringContent(Regex.Replace(body, BodyPattern, BodyText), Encoding.UTF8, "application/json");
        }

        return response;
    }
}
'@

        # Each lie wraps the ones before it.
        function Invoke-Probe([hashtable[]] $Lie, $Sandbox = (New-SkipcallSandbox), [string] $SequenceId = 'demo', [hashtable] $Parameter = @{}) {
            $handler = $Sandbox.CreateHandler()
            foreach ($fields in $Lie) {
                $handler = [LyingHandler]::new($handler)
                foreach ($entry in $fields.GetEnumerator()) {
                    $handler.($entry.Key) = $entry.Value
                }
            }

            $key = ConvertTo-SecureString $Sandbox.ApiKey -AsPlainText -Force
            & $probe -SequenceId $SequenceId -Handler $handler -BaseUri $Sandbox.BaseUri -ApiKey $key @Parameter
        }
    }

    It 'confirms every assumption on an honest service, within 30 requests' {
        $sandbox = New-SkipcallSandbox
        $rows = Invoke-Probe -Sandbox $sandbox
        $rows | Where-Object Verdict -EQ 'Different' | Should -BeNullOrEmpty
        ($rows | Where-Object Verdict -EQ 'Confirmed').Count | Should -BeGreaterThan 25
        $sandbox.Requests.Count | Should -BeLessOrEqual 30
        $sandbox.Requests.Method | Sort-Object -Unique | Should -Be 'GET'
    }

    # Lies that do not hide each other are told in one run.
    It 'finds it when <_.Keys>' -ForEach @(
        @{
            'totalPages is wrong' = 'totalPages follows from total and limit', @{ BodyPattern = '"totalPages":\d+'; BodyText = '"totalPages":9' }
            'the default page size is 20' = 'The default page size is 50', @{ BodyPattern = '"limit":50'; BodyText = '"limit":20' }
            'pages count from 0' = 'Pages count from 1', @{ Where = 'page=0'; DropQuery = 'page' }
            'the last page repeats for ever' = 'The page behind the end is empty', @{ Where = 'page=4'; DropQuery = 'page' }
            'the status filter is ignored' = 'The status filter is applied', @{ Where = 'status='; DropQuery = 'status' }
            'an unknown status is accepted' = 'An unknown status is refused', @{ Where = 'NOT_A_STATUS'; DropQuery = 'status' }
            'the tag filter is ignored' = 'The tag filter is applied', @{ Where = 'tag='; DropQuery = 'tag' }
            'a record has a new field' = 'Every field is in the specification', @{ BodyPattern = '"createdAt"'; BodyText = '"assignee":"Ann","createdAt"' }
            'a record lacks a field' = 'Required fields are always there', @{ BodyPattern = '"isSuccessTag"'; BodyText = '"success"' }
            'a call has a new status' = 'Every call status is in the specification', @{ BodyPattern = '"COMPLETED"'; BodyText = '"TRANSFERRED"' }
            'a contact has a new status' = 'Every contact status is in the specification', @{ BodyPattern = '"RESPONDER"'; BodyText = '"LEFT_MESSAGE"' }
            'times have an offset' = 'Times are ISO 8601 in UTC', @{ BodyPattern = '(\d\d:\d\d:\d\d\.\d+)Z"'; BodyText = '$1+02:00"' }
            'ids repeat' = 'Every record has an id of its own', @{ Where = 'limit=10(&|$)'; BodyPattern = '"id":"[^"]*","status"'; BodyText = '"id":"same","status"' }
            'an unknown sequence is an empty list' = 'An unknown sequence', @{ Where = '/sequences/[0-9a-f]{8}-'; Status = 200 }
            'an error body is flat' = 'Shape of an error body', @{ BodyPattern = '^\{"error":.*'; BodyText = '{"code":"NO"}' }
            'the reset is in milliseconds' = 'Unit of X-RateLimit-Reset', @{ Header = 'X-RateLimit-Reset'; HeaderText = '4102444800000' }
            'the limit is of no plan' = 'The limit is that of a plan', @{ Header = 'X-RateLimit-Limit'; HeaderText = '60' }
            'remaining stands still' = 'Remaining goes down by one a request', @{ Header = 'X-RateLimit-Remaining'; HeaderText = '50' }
            'a cache answers' = 'No answer comes from a cache', @{ Header = 'Age'; HeaderText = '120' }
            'there is no Date' = 'Every answer has a Date', @{ Header = 'Date' }
        }
        @{
            'the page size is ignored' = 'The page has the size asked for', @{ Where = 'limit=100'; DropQuery = 'limit' }
            'the reset is years away' = 'The window ends within a minute', @{ Header = 'X-RateLimit-Reset'; HeaderText = '4102444800' }
        }
        @{
            'the envelope has no total' = 'A page is an envelope', @{ BodyPattern = '"total":\d+,?' }
            'the rate-limit headers are missing' = 'Every answer has the rate-limit headers', @{ Header = 'X-RateLimit-Reset' }
        }
    ) {
        $lies = $_
        $rows = Invoke-Probe -Lie @($lies.Values | ForEach-Object { $_[1] })
        foreach ($name in $lies.Keys) {
            $row = $rows | Where-Object Assumption -EQ $lies[$name][0]
            $row.Verdict | Should -Be 'Different' -Because $name
        }
    }

    It 'says so when the sequence cannot be read, and asks nothing more' {
        $sandbox = New-SkipcallSandbox
        $rows = Invoke-Probe -Sandbox $sandbox -SequenceId 'nope'
        ($rows | Where-Object Assumption -EQ 'The sequence can be read').Verdict | Should -Be 'Different'
        $sandbox.Requests | Should -HaveCount 1
    }

    It 'leaves the last requests of a small budget alone' {
        $sandbox = New-SkipcallSandbox -RateLimit 5
        $rows = Invoke-Probe -Sandbox $sandbox
        $sandbox.Requests.Count | Should -BeLessOrEqual 4
        $sandbox.Requests.StatusCode | Should -Not -Contain 429
        ($rows | Where-Object Verdict -EQ 'Unknown').Count | Should -BeGreaterThan 3
    }

    It 'sees the budget come back after the reset' {
        $sandbox = New-SkipcallSandbox -RateLimit 40 -RateWindowSec 8
        $row = Invoke-Probe -Sandbox $sandbox -Parameter @{ WindowEdge = $true } | Where-Object Assumption -EQ 'The budget is back after the reset'
        $row.Verdict | Should -Be 'Confirmed'
    }

    It 'writes a report without names, numbers, emails, tags, ids or the key' {
        $contacts = 1..3 | ForEach-Object {
            [Skipcall.SequenceContact] @{
                Id      = "canary-record-$_"
                Status  = 'CONNECTED'
                Contact = @{
                    Id = "canary-contact-$_"; FirstName = 'CanaryFirst'; LastName = 'CanaryLast'; Email = 'canary@example.com'
                    Company = 'CanaryCompany'; PhoneNumbers = @(@{ Number = '+33199000001' })
                }
                Tags    = @('canary-tag')
            }
        }
        $sandbox = New-SkipcallSandbox -Contact $contacts -SequenceId 'canary-sequence'
        $report = Join-Path $TestDrive 'report.md'
        $lie = @{ BodyPattern = '"createdAt"'; BodyText = '"Canary Field +33199000001":"canary","createdAt"' }
        $rows = Invoke-Probe -Lie $lie -Sandbox $sandbox -SequenceId 'canary-sequence' -Parameter @{ ReportPath = $report }
        $text = (Get-Content $report -Raw) + ($rows | Out-String -Width 500)
        $text | Should -Match 'a name with other characters'
        $text | Should -Not -Match 'canary|33199000001'
        $text.Contains($sandbox.ApiKey) | Should -BeFalse
    }

    It 'refuses to send the key over plain HTTP to another machine' {
        { & $probe -SequenceId demo -BaseUri 'http://api.invalid' -ApiKey (ConvertTo-SecureString 'sk_test_x' -AsPlainText -Force) } | Should -Throw '*unencrypted*'
    }
}
