#Requires -Version 7.0

<#
.SYNOPSIS
    Writes the contacts of several sequences to a CSV file each, side by side and on one rate limit.
.DESCRIPTION
    All runspaces use one connection, so all wait for the same budget and none runs into a 429. A sequence that fails leaves its older
    file as it was and does not hold up the others; the script then ends with an error that names it, and pwsh -File with exit code 1.
.PARAMETER SequenceId
    The sequences.
.PARAMETER Path
    The folder for the files, each named after its sequence. It is made where it is missing.
.PARAMETER ThrottleLimit
    The most sequences at the same time.
.PARAMETER Sandbox
    Runs on sample data, without a key and without a network.
.EXAMPLE
    ./Export-SequenceContact.ps1 -SequenceId demo, empty -Path contacts -Sandbox
.EXAMPLE
    Get-Content sequences.txt | Set-Variable ids; ./Export-SequenceContact.ps1 -SequenceId $ids -Path contacts
.OUTPUTS
    One object a sequence: SequenceId, Contacts, Requests, Path, Problem.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string[]] $SequenceId,

    [Parameter(Mandatory)]
    [string] $Path,

    [ValidateRange(1, 32)]
    [int] $ThrottleLimit = 4,

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

$connection = Get-SkipcallConnection
$folder = New-Item -ItemType Directory -Path $Path -Force

# A module that was imported by its path is not found by its name in another runspace.
$module = Join-Path (Get-Command Connect-Skipcall).Module.ModuleBase 'Skipcall.psd1'

$results = $SequenceId | Select-Object -Unique | ForEach-Object -ThrottleLimit $ThrottleLimit -Parallel {
    $ErrorActionPreference = 'Stop'
    Import-Module $using:module

    $file = Join-Path $using:folder "$([uri]::EscapeDataString($_)).csv"
    $temporary = "$file.$PID.tmp"
    $result = [pscustomobject]@{ SequenceId = $_; Contacts = 0; Requests = 0; Path = $file; Problem = $null }
    try {
        Get-SkipcallSequenceContact $_ -All -Connection $using:connection -InformationVariable information -WarningAction SilentlyContinue |
            Select-Object Id, SequenceId, Status, FirstName, LastName, Email, Company, PhoneNumber, Tags, Calls, @{ n = 'CreatedAt'; e = { $_.CreatedAt.ToString('o') } } |
            Export-Csv -LiteralPath $temporary -NoTypeInformation -Encoding utf8

        $receipt = ($information | Where-Object Tags -Contains SkipcallReceipt).MessageData
        $result.Contacts = $receipt.Written
        $result.Requests = $receipt.Requests
        if (-not $receipt.Complete) {
            throw "The list is not complete: $($receipt.Reason)."
        }

        Move-Item -LiteralPath $temporary -Destination $file -Force
    } catch {
        $result.Problem = "$_"
    } finally {
        Remove-Item -LiteralPath $temporary -ErrorAction Ignore
    }

    $result
}

$results

$failed = @($results | Where-Object Problem)
if ($failed) {
    throw "$($failed.Count) of $(@($results).Count) sequences failed: $(($failed | ForEach-Object { "$($_.SequenceId) ($($_.Problem))" }) -join '; ')"
}
