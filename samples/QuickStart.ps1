<#
.SYNOPSIS
    The main job in one minute, without a key and without a network: connect to the sandbox, get a whole sequence, filter it.
.DESCRIPTION
    Against the real service the one line that differs is the first: Connect-Skipcall instead of New-SkipcallSandbox | Connect-Skipcall.
#>
$ErrorActionPreference = 'Stop'

if (-not (Get-Command Connect-Skipcall -ErrorAction Ignore)) {
    Import-Module "$PSScriptRoot/../Skipcall.psd1"
}

New-SkipcallSandbox | Connect-Skipcall

# The whole list: every page, or an error that says it is not whole.
$contacts = Get-SkipcallSequenceContact demo -All
"The sequence 'demo' has $($contacts.Count) contacts."

# Filters run in the service, so fewer requests are spent.
$reached = Get-SkipcallSequenceContact demo -All -Status CONNECTED
$hot = Get-SkipcallSequenceContact demo -All -Status CONNECTED -Tag hot-lead
"$($reached.Count) of them were reached, and $($hot.Count) of those are hot leads. The first five:"
$hot[0..4]

''
'By status:'
$byStatus = [ordered]@{}
$contacts | ForEach-Object { $byStatus[$(if ($_.Status) { $_.Status } else { 'not called yet' })]++ }
$byStatus.Keys | ForEach-Object { '{0,6}  {1}' -f $byStatus[$_], $_ }

Disconnect-Skipcall
