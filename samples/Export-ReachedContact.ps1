<#
.SYNOPSIS
    Writes the contacts that were reached yesterday to a CSV file, as a CRM imports it: one row a conversation.
.DESCRIPTION
    Made to be scheduled each morning. Days are those of this machine's time zone; times in the file are UTC, in ISO 8601, whatever
    the culture. The file is there whole or not at all, with a header even when nobody was reached, and a failure is exit code 1.
.PARAMETER SequenceId
    The sequences.
.PARAMETER Path
    The file. One that is there is replaced.
.PARAMETER Date
    The day, yesterday by default.
.PARAMETER Sandbox
    Runs on sample data, without a key and without a network.
.EXAMPLE
    ./Export-ReachedContact.ps1 -SequenceId demo -Path reached.csv -Date 2025-10-23 -Sandbox
.EXAMPLE
    ./Export-ReachedContact.ps1 -SequenceId 3f2a9c, 77b0de -Path "crm-$(Get-Date -Format yyyy-MM-dd).csv"
.OUTPUTS
    System.IO.FileInfo: the file.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string[]] $SequenceId,

    [Parameter(Mandatory)]
    [string] $Path,

    [datetime] $Date = (Get-Date).AddDays(-1),

    [switch] $Sandbox
)

$ErrorActionPreference = 'Stop'

# pwsh -File hands over a,b as one text.
$SequenceId = $SequenceId -split '\s*,\s*'

if (-not (Get-Command Connect-Skipcall -ErrorAction Ignore)) {
    Import-Module "$PSScriptRoot/../Skipcall.psd1"
}

if ($Sandbox) {
    New-SkipcallSandbox | Connect-Skipcall
} elseif (-not (Get-SkipcallConnection)) {
    # The key comes from $env:SKIPCALL_API_KEY.
    Connect-Skipcall
}

$day = $Date.Date
$utc = { param($time) if ($time) { $time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", [cultureinfo]::InvariantCulture) } }

# -Snapshot: the whole list, or an error and nothing.
$rows = foreach ($contact in Get-SkipcallSequenceContact $SequenceId -Snapshot -Status CONNECTED) {
    foreach ($call in $contact.Calls) {
        if ($call.Status -in 'CONNECTED', 'COMPLETED' -and $call.StartedAt -and $call.StartedAt.LocalDateTime.Date -eq $day) {
            [pscustomobject]@{
                ExternalId      = $contact.Contact.Id
                FirstName       = $contact.FirstName
                LastName        = $contact.LastName
                Company         = $contact.Company
                Email           = $contact.Email
                Phone           = $contact.PhoneNumber
                Tags            = "$($contact.Tags.Label -join '; ')"
                CallStartedAt   = & $utc $call.StartedAt
                CallEndedAt     = & $utc $call.EndedAt
                DurationSeconds = $call.DurationSeconds
                SequenceId      = $contact.SequenceId
                CallId          = $call.Id
            }
        }
    }
}

$temporary = "$Path.$PID.tmp"
try {
    if ($rows) {
        $rows | Sort-Object CallStartedAt | Export-Csv -LiteralPath $temporary -NoTypeInformation -Encoding utf8
    } else {
        Set-Content -LiteralPath $temporary -Encoding utf8 -Value '"ExternalId","FirstName","LastName","Company","Email","Phone","Tags","CallStartedAt","CallEndedAt","DurationSeconds","SequenceId","CallId"'
    }

    Move-Item -LiteralPath $temporary -Destination $Path -Force
} finally {
    Remove-Item -LiteralPath $temporary -ErrorAction Ignore
}

Get-Item -LiteralPath $Path
