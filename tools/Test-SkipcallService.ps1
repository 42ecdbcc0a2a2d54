#Requires -Version 7.4

<#
.SYNOPSIS
    Checks the assumptions this module makes about the Skipcall API against your own account.
.DESCRIPTION
    Sends at most 30 read-only requests for one sequence and writes a table: what the module assumes, what it expects,
    what the service did, and a verdict. With -ReportPath the same table is saved as Markdown.

    You can attach the report to an issue. It contains counts, times, status codes and names of fields, but no names, phone
    numbers, email addresses, ids, tags or API keys.

    A verdict is one of:

      Confirmed   the service does what the module assumes
      Different   the service does something else: please report it
      Unknown     this can't be seen with this sequence or in this run
      Info        the module doesn't depend on it
.PARAMETER SequenceId
    The id of a sequence of your account. With at least 250 contacts, the probe can check the most.
.PARAMETER ApiKey
    The API key. The default is the environment variable SKIPCALL_API_KEY.
.PARAMETER BaseUri
    The address of the API.
.PARAMETER ReportPath
    Where to save the report, as Markdown.
.PARAMETER WindowEdge
    Also waits for the end of the rate-limit window, at most two minutes, to see when the budget comes back.
.PARAMETER TimeoutSec
    The time-out of each request, in seconds.
.PARAMETER Handler
    Sends the requests through this handler instead of the network. For tests, with (New-SkipcallSandbox).CreateHandler().
.EXAMPLE
    $env:SKIPCALL_API_KEY = Read-Host -MaskInput
    ./tools/Test-SkipcallService.ps1 -SequenceId 123e4567-e89b-12d3-a456-426614174000 -ReportPath report.md

    Runs the probe and saves the report.
.EXAMPLE
    $sandbox = New-SkipcallSandbox
    ./tools/Test-SkipcallService.ps1 -SequenceId demo -Handler $sandbox.CreateHandler() -BaseUri $sandbox.BaseUri -ApiKey (ConvertTo-SecureString $sandbox.ApiKey -AsPlainText)

    Tries the probe on a sandbox, without a key.
.OUTPUTS
    One object for each assumption, with Assumption, Expected, Seen and Verdict.
#>
[CmdletBinding()]
[OutputType([pscustomobject])]
param(
    [Parameter(Mandatory, Position = 0)]
    [ValidateNotNullOrEmpty()]
    [string] $SequenceId,

    [securestring] $ApiKey,

    [uri] $BaseUri = 'https://api-public.skipcall.app',

    [string] $ReportPath,

    [switch] $WindowEdge,

    [ValidateRange(1, 3600)]
    [int] $TimeoutSec = 60,

    [System.Net.Http.HttpMessageHandler] $Handler
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$maximumRequests = 30
$rows = [System.Collections.Generic.List[object]]::new()
$answers = [System.Collections.Generic.List[object]]::new()
$contactsPath = "/v1/sequences/$([uri]::EscapeDataString($SequenceId))/contacts"

if (-not $ApiKey) {
    if (-not $env:SKIPCALL_API_KEY) {
        throw 'There is no API key. Set SKIPCALL_API_KEY, or pass one with -ApiKey.'
    }

    $ApiKey = [System.Net.NetworkCredential]::new('', $env:SKIPCALL_API_KEY).SecurePassword
}

if ($BaseUri.Scheme -ne 'https' -and -not $BaseUri.IsLoopback) {
    throw "'$($BaseUri.GetLeftPart('Authority'))' would send the API key unencrypted. Use https."
}

# No redirects: the key would go with them.
if (-not $Handler) {
    $Handler = [System.Net.Http.SocketsHttpHandler] @{ AllowAutoRedirect = $false }
}

$client = [System.Net.Http.HttpClient]::new($Handler, $false)
$client.Timeout = [timespan]::FromSeconds($TimeoutSec)

# Sends one GET. Status is 0 when the probe or the rate limit has no request left, and -1 when no answer came.
function Send-Probe([string] $Path, [hashtable] $Query = @{}, [string] $Key = (ConvertFrom-SecureString $ApiKey -AsPlainText)) {
    $none = [pscustomobject]@{ Status = 0; Json = $null; Header = @{}; Remaining = $null; Milliseconds = 0; ReceivedAt = $null; Failure = $null }
    $left = $answers | ForEach-Object Remaining | Where-Object { $null -ne $_ } | Select-Object -Last 1
    if ($answers.Count -ge $maximumRequests -or ($null -ne $left -and $left -lt 2)) {
        return $none
    }

    $pairs = $Query.GetEnumerator() | Sort-Object Key | ForEach-Object { "$($_.Key)=$([uri]::EscapeDataString("$($_.Value)"))" }
    $request = [System.Net.Http.HttpRequestMessage]::new('GET', "$($BaseUri.AbsoluteUri.TrimEnd('/'))$Path$(if ($pairs) { '?' + ($pairs -join '&') })")
    $request.Headers.Authorization = [System.Net.Http.Headers.AuthenticationHeaderValue]::new('Bearer', $Key)
    $request.Headers.Accept.ParseAdd('application/json')
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    try {
        $response = $client.SendAsync($request).GetAwaiter().GetResult()
        $text = $response.Content.ReadAsStringAsync().GetAwaiter().GetResult()
    } catch {
        # The message of .NET may repeat the request; the type is enough.
        $none.Status = -1
        $none.Failure = $_.Exception.GetBaseException().GetType().Name
        $answers.Add($none)
        return $none
    }

    $json = try {
        $text | ConvertFrom-Json -AsHashtable -NoEnumerate -DateKind String
    } catch {
        Write-Verbose 'The body is not JSON.'
    }
    $header = @{}
    foreach ($entry in @($response.Headers) + @($response.Content.Headers)) {
        $header[$entry.Key] = $entry.Value -join ','
    }

    $remaining = 0L
    $answer = [pscustomobject]@{
        Status       = [int] $response.StatusCode
        Json         = $json
        Header       = $header
        Remaining    = if ([long]::TryParse("$($header['X-RateLimit-Remaining'])", [ref] $remaining)) { $remaining }
        Milliseconds = $watch.Elapsed.TotalMilliseconds
        ReceivedAt   = [datetimeoffset]::UtcNow
        Failure      = $null
    }
    $answers.Add($answer)
    $answer
}

function Get-Page([hashtable] $Query) {
    Send-Probe -Path $contactsPath -Query $Query
}

function Add-Row([string] $Assumption, [string] $Expected, [string] $Seen, $IsConfirmed) {
    $verdict = if ($null -eq $IsConfirmed -or $Seen -eq 'not asked') { 'Unknown' } elseif ($IsConfirmed -is [string]) { $IsConfirmed } elseif ($IsConfirmed) { 'Confirmed' } else { 'Different' }
    $rows.Add([pscustomobject]@{ PSTypeName = 'Skipcall.ServiceCheck'; Assumption = $Assumption; Expected = $Expected; Seen = $Seen; Verdict = $verdict })
}

. "$PSScriptRoot/ServiceChecks.ps1"

try {
    $first = Get-Page @{ page = 1; limit = 100 }
    if ($first.Status -eq 200) {
        Add-Row -Assumption 'The sequence can be read' -Expected 'status 200' -Seen "status 200, $(Get-Total $first) contacts" -IsConfirmed $true
        Test-Envelope $first
        Test-Size $first
        Test-End $first
        Test-Order $first
        Test-Filter $first
        Test-Field $first
        Test-Failure
        Test-RateLimit -WaitForReset $WindowEdge
        Test-Cache $first
    } else {
        Add-Row -Assumption 'The sequence can be read' -Expected 'status 200' -Seen (Get-Outcome $first) -IsConfirmed $false
    }

    $times = @($answers.Milliseconds | Sort-Object)
    Add-Row -Assumption 'Latency' -Expected '' -Seen ('median {0:0} ms, longest {1:0} ms' -f $times[[int] [math]::Floor($times.Count / 2)], $times[-1]) -IsConfirmed 'Info'
    Add-Row -Assumption 'Requests sent by this probe' -Expected "at most $maximumRequests" -Seen "$($answers.Count)" -IsConfirmed ($answers.Count -le $maximumRequests)
} finally {
    $client.Dispose()
}

if ($ReportPath) {
    $lines = @(
        '# Skipcall service report'
        ''
        "Host: $($BaseUri.Host). Made on $([datetime]::UtcNow.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)). It holds no personal data and no key."
        ''
        '| assumption | expected | seen | verdict |'
        '|---|---|---|---|'
        $rows | ForEach-Object { "| $($_.Assumption) | $($_.Expected) | $($_.Seen) | $($_.Verdict) |" }
    )
    Set-Content -LiteralPath $ReportPath -Value $lines -Encoding utf8
}

$rows
