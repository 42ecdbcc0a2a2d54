<#
.SYNOPSIS
    Writes a report of a sequence as one HTML page: funnel, statuses, tags, and the hours at which people answer.
.DESCRIPTION
    The page needs no other file, no script and no network, and follows the light or dark mode of the reader's system. Its last line says whether the list
    was complete.

    Made to be scheduled each day. The script writes the whole page or fails. If it fails, the exit code of pwsh -File (or powershell.exe -File)
    is 1, and an existing file is left unchanged.
.PARAMETER SequenceId
    The id of the sequence.
.PARAMETER Path
    The file. An existing file is replaced.
.PARAMETER Title
    The heading, by default the sequence's id.
.PARAMETER Connection
    The connection. By default the session's, or a new one with the key from SKIPCALL_API_KEY.
.PARAMETER Sandbox
    Uses sample data, without a key or a network.
.EXAMPLE
    ./New-SequenceReport.ps1 -SequenceId demo -Path report.html -Sandbox
.EXAMPLE
    ./New-SequenceReport.ps1 -SequenceId 3f2a9c -Title 'Spring campaign' -Path /srv/www/spring.html
.OUTPUTS
    System.IO.FileInfo: the file.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $SequenceId,

    [Parameter(Mandatory)]
    [string] $Path,

    [string] $Title = "Sequence $SequenceId",

    $Connection,

    [switch] $Sandbox
)

$ErrorActionPreference = 'Stop'

. "$PSScriptRoot/Shared.ps1"
$Connection = Connect-Sample $Connection -Sandbox:$Sandbox

# For everything that people typed.
function ConvertTo-HtmlText ([string] $Text) {
    [System.Net.WebUtility]::HtmlEncode($Text)
}

function Format-Share ([double] $Part, [double] $Whole) {
    if ($Whole -eq 0) { '&ndash;' } else { '{0:P0}' -f ($Part / $Whole) }
}

# Widths in CSS have a decimal point in every culture.
function Format-Percent ([double] $Part, [double] $Whole) {
    $share = if ($Whole -eq 0) { 0 } else { 100 * $Part / $Whole }
    [math]::Round($share, 1).ToString([cultureinfo]::InvariantCulture) + '%'
}

# Horizontal bars: one row an item, each with Label, Count, Note and Class.
function ConvertTo-BarChart ([object[]] $Item) {
    $most = ($Item | Measure-Object Count -Maximum).Maximum
    $bars = foreach ($bar in $Item) {
        $label = ConvertTo-HtmlText $bar.Label
        "<li title=`"${label}: $($bar.Count)`"><span class=`"label`">$label</span>" +
        "<span class=`"track`"><i class=`"$($bar.Class)`" style=`"width: $(Format-Percent $bar.Count $most)`"></i></span>" +
        "<span>$('{0:N0}' -f $bar.Count) <small>$($bar.Note)</small></span></li>"
    }

    "<ol class=`"bars`">$($bars -join "`n")</ol>"
}

# Vertical bars: one an hour, each with Hour, Calls and Reached.
function ConvertTo-HourChart ([object[]] $Hour) {
    $columns = foreach ($entry in $Hour) {
        $percent = Format-Percent $entry.Reached $entry.Calls
        "<li title=`"$($entry.Hour):00: $($entry.Reached) of $($entry.Calls) calls`"><span class=`"track`"><span>$('{0:N0}' -f (100 * $entry.Reached / $entry.Calls))</span>" +
        "<i class=`"good`" style=`"height: $percent`"></i></span><small>$($entry.Hour)</small></li>"
    }

    "<ol class=`"hours`">$($columns -join "`n")</ol>"
}

$contacts = @(Get-SkipcallSequenceContact $SequenceId -All -Connection $Connection -InformationVariable information)
$receipt = ($information | Where-Object Tags -Contains SkipcallReceipt).MessageData

$calls = @($contacts.Calls | Where-Object StartedAt)
$answeredCalls = @($calls | Where-Object IsAnswered)
$called = @($contacts | Where-Object CallCount)
$reached = @($contacts | Where-Object Status -EQ CONNECTED)
$won = @($reached | Where-Object { $_.Tags | Where-Object IsSuccessTag })
$talk = [timespan]::FromSeconds([math]::Round(($answeredCalls | Measure-Object DurationSeconds -Average).Average))

$funnel = @(
    @{ Label = 'In the sequence'; Count = $contacts.Count; Class = 'plain'; Note = '' }
    @{ Label = 'Called'; Count = $called.Count; Class = 'plain'; Note = Format-Share $called.Count $contacts.Count }
    @{ Label = 'Reached'; Count = $reached.Count; Class = 'good'; Note = Format-Share $reached.Count $contacts.Count }
    @{ Label = 'Success tag'; Count = $won.Count; Class = 'best'; Note = Format-Share $won.Count $contacts.Count }
)

$colours = @{ CONNECTED = 'good'; RESPONDER = 'warn'; ERROR = 'bad'; MISSING_NUMBER = 'bad'; RUNNING = 'plain' }
$statuses = $contacts | Group-Object { if ($_.Status) { $_.Status } else { 'not called yet' } } | Sort-Object Count -Descending | ForEach-Object {
    $class = if ($colours.ContainsKey($_.Name)) { $colours[$_.Name] } else { 'quiet' }
    @{ Label = $_.Name; Count = $_.Count; Class = $class; Note = Format-Share $_.Count $contacts.Count }
}

$tags = $contacts.Tags | Where-Object Label | Group-Object Label | Sort-Object Count -Descending | Select-Object -First 12 | ForEach-Object {
    $class = if ($_.Group[0].IsSuccessTag) { 'best' } else { 'plain' }
    @{ Label = $_.Name; Count = $_.Count; Class = $class; Note = Format-Share $_.Count $contacts.Count }
}

$hours = $calls | Group-Object { $_.StartedAt.LocalDateTime.Hour } | Sort-Object { [int] $_.Name } | ForEach-Object {
    @{ Hour = $_.Name; Calls = $_.Count; Reached = @($_.Group | Where-Object IsAnswered).Count }
}

$heading = ConvertTo-HtmlText $Title
$state = if ($receipt.Complete) { 'The list is complete' } else { "<strong>The list is not complete ($(ConvertTo-HtmlText $receipt.Reason))</strong>" }
$html = @"
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>$heading</title>
<style>
:root { --page: #f5f6f8; --card: #fff; --ink: #1c2430; --soft: #5d6877; --track: #edeff3; --plain: #4c7dd6; --good: #2f9e6b; --best: #7a56d0; --warn: #d99a1b; --bad: #d0524a; --quiet: #9aa4b2; }
@media (prefers-color-scheme: dark) { :root { --page: #12161c; --card: #1b212a; --ink: #e8ecf2; --soft: #9aa6b6; --track: #29313d; --plain: #6d9bf0; --good: #46bd86; --best: #a48bf0; --warn: #e3b04b; --bad: #e8766e; --quiet: #6d7887; } }
body { margin: 0 auto; padding: 2rem 1.25rem; max-width: 80rem; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
h1 { margin: 0; font-size: 1.6rem; overflow-wrap: anywhere; } h2 { margin: 0 0 1rem; font-size: 1.05rem; }
p { margin: .25rem 0 0; color: var(--soft); }
main { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); margin: 1.5rem 0; }
section, dl div { background: var(--card); border-radius: 12px; padding: 1.25rem; }
dl { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); margin: 1.5rem 0 0; }
dt { color: var(--soft); } dd { margin: 0; font-size: 1.9rem; font-weight: 600; }
.bars, .hours { list-style: none; margin: 0; padding: 0; } small { color: var(--soft); font-size: .8rem; } i { display: block; border-radius: 4px; }
.bars { display: grid; gap: .5rem; } .bars li { display: grid; grid-template-columns: minmax(8.6rem, 26%) 1fr 4.6rem; gap: .6rem; align-items: center; white-space: nowrap; }
.label { text-align: right; overflow: hidden; text-overflow: ellipsis; } .track { background: var(--track); border-radius: 4px; } .bars .track, .bars i { height: 1.4rem; }
.hours { display: flex; gap: .25rem; text-align: center; } .hours li { flex: 1; min-width: 0; } .hours .track { display: flex; flex-direction: column; justify-content: end; box-sizing: border-box; height: 11rem; padding-top: 1.3rem; font-size: .75rem; } .hours i { flex: none; }
.plain { background: var(--plain); } .good { background: var(--good); } .best { background: var(--best); } .warn { background: var(--warn); } .bad { background: var(--bad); } .quiet { background: var(--quiet); }
</style>
</head>
<body>
<header><h1>$heading</h1><p>$(ConvertTo-HtmlText (Get-Date).ToString('D'))</p></header>
<dl>
<div><dt>Contacts</dt><dd>$('{0:N0}' -f $contacts.Count)</dd></div>
<div><dt>Connect rate</dt><dd>$(Format-Share $reached.Count $called.Count)</dd></div>
<div><dt>Calls</dt><dd>$('{0:N0}' -f $calls.Count)</dd></div>
<div><dt>Calls answered</dt><dd>$(Format-Share $answeredCalls.Count $calls.Count)</dd></div>
<div><dt>Talk time</dt><dd>$('{0}:{1:00}' -f [math]::Floor($talk.TotalMinutes), $talk.Seconds)</dd></div>
</dl>
<main>
<section><h2>Funnel</h2>$(ConvertTo-BarChart $funnel)</section>
<section><h2>Status</h2>$(ConvertTo-BarChart $statuses)</section>
<section><h2>Tags</h2>$(ConvertTo-BarChart $tags)</section>
<section><h2>Calls answered in each hour of the day, in percent</h2>$(ConvertTo-HourChart $hours)</section>
</main>
<footer><p>$state`: $('{0:N0}' -f $receipt.Written) contacts in $($receipt.Requests) requests. Connect rate: contacts reached, of those called. Talk time: the mean of answered calls.</p></footer>
</body>
</html>
"@

Write-WholeFile $Path { param($Temporary) [System.IO.File]::WriteAllText($Temporary, $html) }
