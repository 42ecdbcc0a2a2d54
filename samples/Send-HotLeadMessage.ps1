<#
.SYNOPSIS
    Sends a message to a chat channel for each new hot lead.
.DESCRIPTION
    Made to run every few minutes. The first run only notes which contacts are hot leads already. After a failure, the next run sends the
    messages of that run again, so a message can arrive twice, but none is lost.
.PARAMETER SequenceId
    The ids of the sequences.
.PARAMETER StatePath
    The folder for the state. It is created if it doesn't exist. Use a separate one for each script.
.PARAMETER WebhookUri
    Receives a POST request with the JSON {"text": "<message>"} for each hot lead, as Slack, Teams and others expect it.
.PARAMETER Tag
    The tag that marks a hot lead.
.PARAMETER Connection
    The connection. By default the session's, or a new one with the key from SKIPCALL_API_KEY.
.PARAMETER Sandbox
    Uses sample data, without a key.
.EXAMPLE
    ./Send-HotLeadMessage.ps1 -SequenceId 3f2a9c -StatePath state -WebhookUri https://hooks.example.org/sales
.OUTPUTS
    The messages.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string[]] $SequenceId,

    [Parameter(Mandatory)]
    [string] $StatePath,

    [Parameter(Mandatory)]
    [uri] $WebhookUri,

    [string] $Tag = 'hot-lead',

    $Connection,

    [switch] $Sandbox
)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Shared.ps1"
$Connection = Connect-Sample $Connection -Sandbox:$Sandbox

# pwsh -File passes a,b as one text.
$SequenceId = $SequenceId -split '\s*,\s*'

# ObservedAfter is null in the first run, which has seen nothing before.
Get-SkipcallSequenceChange $SequenceId -StatePath $StatePath -Connection $Connection | Where-Object { $_.ObservedAfter -and $_.AddedTags -contains $Tag } | ForEach-Object {
    $contact = $_.Contact
    $message = (@($contact.FullName, $contact.Company, $contact.PhoneNumber) -ne $null -ne '') -join ', '
    $body = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-Json @{ text = "New hot lead: $message" } -Compress))
    $null = Invoke-RestMethod -Uri $WebhookUri -Method Post -ContentType 'application/json; charset=utf-8' -Body $body -UseBasicParsing -TimeoutSec 30
    "New hot lead: $message"
}

Confirm-SkipcallSequenceChange -StatePath $StatePath
