<#
.SYNOPSIS
    Writes the conversations of one day to a CSV file that a CRM can import: one row per conversation, and yesterday's by default.
.DESCRIPTION
    A day is a day in this machine's time zone. Times in the file are UTC in ISO 8601, numbers have a decimal point, and nothing depends on the
    culture. A file without conversations still has a header.

    Made to be scheduled each morning. The script writes the whole list or fails. If it fails, the exit code of pwsh -File (or powershell.exe
    -File) is 1, and an existing file is left unchanged.
.PARAMETER SequenceId
    The ids of the sequences.
.PARAMETER Path
    The file. An existing file is replaced.
.PARAMETER Date
    The day.
.PARAMETER Connection
    The connection. By default the session's, or a new one with the key from SKIPCALL_API_KEY.
.PARAMETER Sandbox
    Uses sample data, without a key or a network.
.EXAMPLE
    ./Export-ReachedContact.ps1 -SequenceId demo -Path reached.csv -Sandbox
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

    $Connection,

    [switch] $Sandbox
)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Shared.ps1"
$Connection = Connect-Sample $Connection -Sandbox:$Sandbox

# pwsh -File passes a,b as one text.
$SequenceId = $SequenceId -split '\s*,\s*'

# -Snapshot: the whole list, or an error and nothing.
$conversations = foreach ($contact in Get-SkipcallSequenceContact $SequenceId -Snapshot -Status CONNECTED -Connection $Connection) {
    foreach ($call in $contact.Calls | Where-Object { $_.IsAnswered -and $_.StartedAt.LocalDateTime.Date -eq $Date.Date }) {
        [pscustomobject]@{
            ExternalId      = $contact.ContactId
            FirstName       = $contact.FirstName
            LastName        = $contact.LastName
            Company         = $contact.Company
            Email           = $contact.Email
            Phone           = $contact.PhoneNumber
            Tags            = $contact.Tags.Label -join '; '
            CallStartedAt   = ConvertTo-PortableText $call.StartedAt
            CallEndedAt     = ConvertTo-PortableText $call.EndedAt
            DurationSeconds = ConvertTo-PortableText $call.DurationSeconds
            SequenceId      = $contact.SequenceId
            CallId          = $call.Id
        }
    }
}

$columns = 'ExternalId', 'FirstName', 'LastName', 'Company', 'Email', 'Phone', 'Tags', 'CallStartedAt', 'CallEndedAt', 'DurationSeconds', 'SequenceId', 'CallId'
Write-CsvFile $Path $columns @($conversations | Sort-Object CallStartedAt)
