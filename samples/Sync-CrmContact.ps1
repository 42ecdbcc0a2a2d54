<#
.SYNOPSIS
    Keeps the contacts of a CRM in sync with one or more sequences, by sending what changed since the last run.
.DESCRIPTION
    Made to run every few minutes. Each contact that was added, changed or returned is sent with PUT to <CrmUri>/<id>, as JSON, and each that
    was removed is deleted there. Change ConvertTo-CrmContact for the fields of your CRM.

    A request that may succeed later (no response, 408, 429, 5xx) is sent again, after 1, 2, 4 ... seconds. If it still fails, the script
    fails, and the next run continues with that contact: the changes that the CRM has are remembered by their ChangeId until they are confirmed.
.PARAMETER SequenceId
    The ids of the sequences.
.PARAMETER StatePath
    The folder for the state. It is created if it doesn't exist.
.PARAMETER CrmUri
    The address of the contacts in the CRM.
.PARAMETER CrmToken
    The bearer token for the CRM.
.PARAMETER MaximumRetryCount
    The maximum number of retries of a request.
.PARAMETER Connection
    The connection. By default the session's, or a new one with the key from SKIPCALL_API_KEY.
.PARAMETER Sandbox
    Uses sample data, without a key.
.EXAMPLE
    ./Sync-CrmContact.ps1 -SequenceId 3f2a9c -StatePath state -CrmUri https://crm.example.org/api/contacts -CrmToken $token
.OUTPUTS
    An object with the number of contacts that were sent, deleted, and skipped because the CRM had them.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string[]] $SequenceId,

    [Parameter(Mandatory)]
    [string] $StatePath,

    [Parameter(Mandatory)]
    [uri] $CrmUri,

    [securestring] $CrmToken,

    [int] $MaximumRetryCount = 4,

    $Connection,

    [switch] $Sandbox
)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Shared.ps1"
$Connection = Connect-Sample $Connection -Sandbox:$Sandbox
$contactsUri = "$CrmUri".TrimEnd('/')
$retries = $MaximumRetryCount
$headers = if ($CrmToken) { @{ Authorization = "Bearer $([System.Net.NetworkCredential]::new('', $CrmToken).Password)" } } else { @{} }

# pwsh -File passes a,b as one text.
$SequenceId = $SequenceId -split '\s*,\s*'

function ConvertTo-CrmContact ($Change) {
    [ordered]@{
        name       = $Change.Contact.FullName
        email      = $Change.Contact.Email
        company    = $Change.Contact.Company
        phone      = $Change.Contact.PhoneNumber
        status     = $Change.Status
        tags       = @($Change.Contact.Tags.Label)
        lastCallAt = ConvertTo-PortableText $Change.Contact.LastCallAt
        newCallIds = @($Change.NewCalls.Id)
    }
}

function Invoke-Crm ([string] $Method, [string] $Id, $Body) {
    $request = @{ Uri = "$contactsUri/$([uri]::EscapeDataString($Id))"; Method = $Method; Headers = $headers; UseBasicParsing = $true; TimeoutSec = 30 }
    if ($Body) {
        $request.Body = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-Json $Body -Compress))
        $request.ContentType = 'application/json; charset=utf-8'
    }

    for ($attempt = 0; ; $attempt++) {
        try {
            return Invoke-RestMethod @request
        } catch {
            $status = [int] $_.Exception.Response.StatusCode
            if ($Method -eq 'Delete' -and $status -eq 404) {
                return
            }

            $mayPass = $status -in 0, 408, 429 -or $status -ge 500
            if (-not $mayPass -or $attempt -ge $retries) {
                throw
            }

            Start-Sleep -Seconds ([math]::Pow(2, $attempt))
        }
    }
}

# What the CRM has and was not confirmed yet.
$folder = (New-Item -ItemType Directory -Path $StatePath -Force).FullName
$doneFile = Join-Path $folder 'crm-done.txt'
$done = [System.Collections.Generic.HashSet[string]]::new()
if (Test-Path -LiteralPath $doneFile) {
    Get-Content -LiteralPath $doneFile | ForEach-Object { $null = $done.Add($_) }
}

$result = [pscustomobject]@{ Sent = 0; Deleted = 0; Skipped = 0 }
Get-SkipcallSequenceChange $SequenceId -StatePath $folder -Connection $Connection | ForEach-Object {
    if ($done.Contains($_.ChangeId)) {
        $result.Skipped++
        return
    }

    if ($_.Kind -eq 'Removed') {
        $null = Invoke-Crm -Method Delete -Id $_.Id
        $result.Deleted++
    } else {
        $null = Invoke-Crm -Method Put -Id $_.Id -Body (ConvertTo-CrmContact $_)
        $result.Sent++
    }

    [System.IO.File]::AppendAllText($doneFile, $_.ChangeId + [Environment]::NewLine)
}

# Confirmed changes never come again.
Confirm-SkipcallSequenceChange -StatePath $folder
Remove-Item -LiteralPath $doneFile -ErrorAction Ignore
$result
