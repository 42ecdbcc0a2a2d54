<#
.SYNOPSIS
    Writes the calls of one or more sequences to a CSV file for Power BI or a database: one row per call.
.DESCRIPTION
    The columns are always the same, in the same order, and a file without calls still has a header. Times are UTC in ISO 8601, numbers have a
    decimal point, and nothing depends on the culture. The encoding is UTF-8.

    Made to be scheduled. The script writes the whole list or fails. If it fails, the exit code of pwsh -File (or powershell.exe -File) is 1, and
    an existing file is left unchanged.
.PARAMETER SequenceId
    The ids of the sequences.
.PARAMETER Path
    The file. An existing file is replaced.
.PARAMETER Connection
    The connection. By default the session's, or a new one with the key from SKIPCALL_API_KEY.
.PARAMETER Sandbox
    Uses sample data, without a key or a network.
.EXAMPLE
    ./Export-SequenceCall.ps1 -SequenceId demo -Path calls.csv -Sandbox
.EXAMPLE
    ./Export-SequenceCall.ps1 -SequenceId 3f2a9c, 77b0de -Path calls.csv; psql -c '\copy call from calls.csv csv header'
.OUTPUTS
    System.IO.FileInfo: the file.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string[]] $SequenceId,

    [Parameter(Mandatory)]
    [string] $Path,

    $Connection,

    [switch] $Sandbox
)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Shared.ps1"
$Connection = Connect-Sample $Connection -Sandbox:$Sandbox

# pwsh -File passes a,b as one text.
$SequenceId = $SequenceId -split '\s*,\s*'

# -Snapshot: the whole list, or an error and nothing.
$calls = (Get-SkipcallSequenceContact $SequenceId -Snapshot -Connection $Connection).Calls | ForEach-Object {
    [pscustomobject]@{
        CallId          = $_.Id
        SequenceId      = $_.SequenceId
        ContactId       = $_.ContactId
        FullName        = $_.FullName
        PhoneNumber     = $_.PhoneNumber
        Status          = $_.Status
        IsAnswered      = [int] $_.IsAnswered
        StartedAt       = ConvertTo-PortableText $_.StartedAt
        EndedAt         = ConvertTo-PortableText $_.EndedAt
        DurationSeconds = ConvertTo-PortableText $_.DurationSeconds
        CreatedAt       = ConvertTo-PortableText $_.CreatedAt
    }
}

Write-CsvFile $Path 'CallId', 'SequenceId', 'ContactId', 'FullName', 'PhoneNumber', 'Status', 'IsAnswered', 'StartedAt', 'EndedAt', 'DurationSeconds', 'CreatedAt' $calls
