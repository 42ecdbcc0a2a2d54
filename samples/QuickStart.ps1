<#
.SYNOPSIS
    Connects to the sandbox, reads a whole sequence and filters it. Needs no key and no network.
.DESCRIPTION
    For real data, replace the sandbox with a connection of your own: $connection = Connect-Skipcall -NotDefault
#>
$ErrorActionPreference = 'Stop'
if (-not (Get-Command Connect-Skipcall -ErrorAction Ignore)) {
    Import-Module "$PSScriptRoot/../Skipcall.psd1"
}

# -NotDefault leaves the session's own connection as it is.
$connection = New-SkipcallSandbox | Connect-Skipcall -NotDefault

# The whole list: every page, or an error.
$contacts = Get-SkipcallSequenceContact demo -All -Connection $connection
"The sequence 'demo' has $($contacts.Count) contacts."

# The service filters, so this takes fewer requests.
$reached = Get-SkipcallSequenceContact demo -All -Connection $connection -Status CONNECTED
$hot = Get-SkipcallSequenceContact demo -All -Connection $connection -Status CONNECTED -Tag hot-lead
"$($reached.Count) of them were reached, and $($hot.Count) of those are hot leads. The first five:"
$hot | Select-Object -First 5 | Format-Table FullName, PhoneNumber, Company, Tags -AutoSize

''
'By status:'
$byStatus = [ordered]@{}
$contacts | ForEach-Object { $byStatus[$(if ($_.Status) { $_.Status } else { 'not called yet' })]++ }
$byStatus.Keys | ForEach-Object { '{0,6}  {1}' -f $byStatus[$_], $_ }
