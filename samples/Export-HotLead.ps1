<#
.SYNOPSIS
    Writes the hot leads of one or more sequences to a file for Excel, most recent call first.
.DESCRIPTION
    A path that ends with .xlsx gives a workbook and needs the module ImportExcel. Any other path gives a CSV file for Excel: with the separator
    of the current culture, as UTF-8 with a byte order mark, and with an apostrophe in front of text that Excel would run as a formula or turn
    into a number, such as a phone number. The apostrophe is part of the text, so use .xlsx if another program reads the file.

    Made to be scheduled. The script writes the whole list or fails. If it fails, the exit code of pwsh -File (or powershell.exe -File) is 1, and
    an existing file is left unchanged.
.PARAMETER SequenceId
    The ids of the sequences.
.PARAMETER Path
    The file. An existing file is replaced.
.PARAMETER Tag
    The tags that mark a hot lead.
.PARAMETER Connection
    The connection. By default the session's, or a new one with the key from SKIPCALL_API_KEY.
.PARAMETER Sandbox
    Uses sample data, without a key or a network.
.EXAMPLE
    ./Export-HotLead.ps1 -SequenceId demo -Path hot.csv -Sandbox
.EXAMPLE
    ./Export-HotLead.ps1 -SequenceId 3f2a9c, 77b0de -Path \\server\sales\hot.xlsx
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

    $Connection,

    [switch] $Sandbox
)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Shared.ps1"
$Connection = Connect-Sample $Connection -Sandbox:$Sandbox

# pwsh -File passes a,b as one text.
$SequenceId = $SequenceId -split '\s*,\s*'

# -Snapshot: the whole list, or an error and nothing.
$leads = Get-SkipcallSequenceContact $SequenceId -Snapshot -Tag $Tag -Connection $Connection | Sort-Object LastCallAt -Descending | ForEach-Object {
    [pscustomobject]@{
        Name       = $_.FullName
        Company    = $_.Company
        Phone      = $_.PhoneNumber
        Email      = $_.Email
        Status     = $_.Status
        Tags       = $_.Tags.Label -join '; '
        LastCallAt = if ($_.LastCallAt) { $_.LastCallAt.LocalDateTime }
        SequenceId = $_.SequenceId
        Id         = $_.Id
    }
}

$columns = 'Name', 'Company', 'Phone', 'Email', 'Status', 'Tags', 'LastCallAt', 'SequenceId', 'Id'
if ($Path -like '*.xlsx') {
    Write-Workbook $Path $columns $leads
} else {
    Write-CsvFile $Path $columns $leads -Excel
}
