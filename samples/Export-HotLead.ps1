<#
.SYNOPSIS
    Writes the hot leads of one or more sequences to a CSV file, for the people who call back.
.DESCRIPTION
    Made to be scheduled. The file is there whole or not at all: it is written under a temporary name and renamed, and a list that
    can't be had whole is an error. The exit code of pwsh -File (or powershell.exe -File) is then 1, and an older file stays as it was.
.PARAMETER SequenceId
    The sequences.
.PARAMETER Path
    The file. One that is there is replaced.
.PARAMETER Tag
    The tags that make a lead a hot one.
.PARAMETER Sandbox
    Runs on sample data, without a key and without a network.
.EXAMPLE
    ./Export-HotLead.ps1 -SequenceId demo -Path hot.csv -Sandbox
.EXAMPLE
    $env:SKIPCALL_API_KEY = Get-Secret Skipcall -AsPlainText; ./Export-HotLead.ps1 -SequenceId 3f2a9c -Path \\server\sales\hot.csv
.OUTPUTS
    System.IO.FileInfo: the file.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string[]] $SequenceId,

    [Parameter(Mandatory)]
    [string] $Path,

    [string[]] $Tag = 'hot-lead',

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

# -Snapshot: the whole list, or an error and nothing.
$leads = Get-SkipcallSequenceContact $SequenceId -Snapshot -Tag $Tag | ForEach-Object {
    $lastCall = $_.Calls | Where-Object StartedAt | Sort-Object StartedAt | Select-Object -Last 1
    [pscustomobject]@{
        Name       = $_.FullName
        Company    = $_.Company
        Phone      = $_.PhoneNumber
        Email      = $_.Email
        Status     = $_.Status
        Tags       = "$($_.Tags.Label -join '; ')"
        LastCallAt = if ($lastCall) { $lastCall.StartedAt.ToString('o') }
        SequenceId = $_.SequenceId
        Id         = $_.Id
    }
}

$temporary = "$Path.$PID.tmp"
try {
    if ($leads) {
        $leads | Sort-Object LastCallAt -Descending | Export-Csv -LiteralPath $temporary -NoTypeInformation -Encoding utf8
    } else {
        Set-Content -LiteralPath $temporary -Encoding utf8 -Value '"Name","Company","Phone","Email","Status","Tags","LastCallAt","SequenceId","Id"'
    }

    Move-Item -LiteralPath $temporary -Destination $Path -Force
} finally {
    Remove-Item -LiteralPath $temporary -ErrorAction Ignore
}

Get-Item -LiteralPath $Path
