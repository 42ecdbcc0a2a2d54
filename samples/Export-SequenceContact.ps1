#Requires -Version 7.0

<#
.SYNOPSIS
    Writes the contacts of several sequences to one CSV file each, in parallel and within one rate limit.
.DESCRIPTION
    All runspaces use one connection and share its rate limit, so none of them gets a 429. If a sequence fails, its existing file is left
    unchanged, and the other sequences are still written. The script then ends with an error that names it, and pwsh -File with exit code 1.
.PARAMETER SequenceId
    The ids of the sequences.
.PARAMETER Path
    The folder for the files, each named after its sequence. It is created if it doesn't exist.
.PARAMETER ThrottleLimit
    The maximum number of sequences read at the same time.
.PARAMETER Connection
    The connection. By default the session's, or a new one with the key from SKIPCALL_API_KEY.
.PARAMETER Sandbox
    Uses sample data, without a key or a network.
.EXAMPLE
    ./Export-SequenceContact.ps1 -SequenceId demo, empty -Path contacts -Sandbox
.EXAMPLE
    ./Export-SequenceContact.ps1 -SequenceId (Get-Content sequences.txt) -Path contacts
.OUTPUTS
    One object per sequence: SequenceId, Contacts, Path, Problem.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string[]] $SequenceId,

    [Parameter(Mandatory)]
    [string] $Path,

    [ValidateRange(1, 32)]
    [int] $ThrottleLimit = 4,

    $Connection,

    [switch] $Sandbox
)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Shared.ps1"
$Connection = Connect-Sample $Connection -Sandbox:$Sandbox

# pwsh -File passes a,b as one text.
$SequenceId = $SequenceId -split '\s*,\s*'
$folder = New-Item -ItemType Directory -Path $Path -Force

# A module that was imported by path is not found by name in another runspace.
$module = Join-Path (Get-Module Skipcall).ModuleBase 'Skipcall.psd1'

$results = $SequenceId | Select-Object -Unique | ForEach-Object -ThrottleLimit $ThrottleLimit -Parallel {
    Import-Module $using:module
    . "$using:PSScriptRoot/Shared.ps1"

    $file = Join-Path $using:folder "$([uri]::EscapeDataString($_)).csv"
    $result = [pscustomobject]@{ SequenceId = $_; Contacts = 0; Path = $null; Problem = $null }
    try {
        $contacts = Get-SkipcallSequenceContact $_ -All -Connection $using:Connection -InformationVariable information -WarningAction SilentlyContinue | ForEach-Object {
            [pscustomobject]@{
                Id          = $_.Id
                SequenceId  = $_.SequenceId
                Status      = $_.Status
                FirstName   = $_.FirstName
                LastName    = $_.LastName
                Email       = $_.Email
                Company     = $_.Company
                PhoneNumber = $_.PhoneNumber
                Tags        = $_.Tags.Label -join '; '
                CallCount   = $_.CallCount
                LastCallAt  = ConvertTo-PortableText $_.LastCallAt
                CreatedAt   = ConvertTo-PortableText $_.CreatedAt
            }
        }

        $receipt = ($information | Where-Object Tags -Contains SkipcallReceipt).MessageData
        $result.Contacts = $receipt.Written
        if (-not $receipt.Complete) {
            throw "The list is not complete: $($receipt.Reason)."
        }

        $columns = 'Id', 'SequenceId', 'Status', 'FirstName', 'LastName', 'Email', 'Company', 'PhoneNumber', 'Tags', 'CallCount', 'LastCallAt', 'CreatedAt'
        $result.Path = (Write-CsvFile $file $columns $contacts).FullName
    } catch {
        $result.Problem = "$_"
    }

    $result
}

$results

$failed = @($results | Where-Object Problem)
if ($failed) {
    throw "$($failed.Count) of $(@($results).Count) sequences failed: $(($failed | ForEach-Object { "$($_.SequenceId) ($($_.Problem))" }) -join '; ')"
}
