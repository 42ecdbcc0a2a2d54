#Requires -Version 7.4

<#
.SYNOPSIS
    Makes docs/table.svg: the table of the README, from the module's real output.
.DESCRIPTION
    Runs the commands in $commands on a sandbox with a fixed date, and draws what PowerShell prints, colors included. Run it after a
    change of a view. The module must be built.
.PARAMETER Path
    The file to write. The default is docs/table.svg.
#>
[CmdletBinding()]
param(
    [string] $Path = (Join-Path $PSScriptRoot '../docs/table.svg')
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../Skipcall.psd1')

$width = 118
$lineHeight = 20
$charWidth = 8.43
$colors = @{ 30 = '#24292f'; 31 = '#ff7b72'; 32 = '#7ee787'; 33 = '#e3b341'; 34 = '#79c0ff'; 35 = '#d2a8ff'; 36 = '#76e3ea'; 37 = '#e6edf3'; 90 = '#8b949e' }
$command = 'Get-SkipcallSequenceContact demo -All -Tag hot-lead | Select-Object -First 8'

$connection = New-SkipcallSandbox -Date '2026-11-02' | Connect-Skipcall -PassThru
$rendering = $PSStyle.OutputRendering
$culture = [cultureinfo]::CurrentCulture
try {
    $PSStyle.OutputRendering = 'Ansi'
    [cultureinfo]::CurrentCulture = 'en-US'
    $table = Get-SkipcallSequenceContact demo -All -Tag hot-lead -Connection $connection | Select-Object -First 8 | Out-String -Width $width
} finally {
    $PSStyle.OutputRendering = $rendering
    [cultureinfo]::CurrentCulture = $culture
}

# One tspan for each run of text in one color.
function ConvertTo-Span([string] $Line) {
    $color = $null
    foreach ($part in [regex]::Split($Line, "(\e\[[0-9;]*m)")) {
        if ($part -match "^\e\[([0-9;]*)m$") {
            $code = $Matches[1] -split ';' | Where-Object { $_ -in $colors.Keys } | Select-Object -Last 1
            $color = if ($code) { $colors[[int] $code] }
        } elseif ($part) {
            $text = [System.Security.SecurityElement]::Escape($part)
            if ($color) { "<tspan fill=`"$color`">$text</tspan>" } else { $text }
        }
    }
}

$lines = @("PS> $command") + ($table.Trim("`r", "`n") -split '\r?\n')
$svgWidth = [int] ($width * $charWidth + 32)
$svgHeight = ($lines.Count + 1) * $lineHeight + 16
$svg = @(
    "<svg xmlns=`"http://www.w3.org/2000/svg`" viewBox=`"0 0 $svgWidth $svgHeight`" width=`"$svgWidth`" height=`"$svgHeight`" role=`"img`" aria-label=`"The contacts of a sequence as a table in a terminal`">"
    '  <rect width="100%" height="100%" rx="8" fill="#0d1117"/>'
    '  <g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" fill="#e6edf3" xml:space="preserve">'
    for ($i = 0; $i -lt $lines.Count; $i++) {
        "    <text x=`"16`" y=`"$(($i + 1) * $lineHeight + 8)`">$(-join (ConvertTo-Span $lines[$i]))</text>"
    }
    '  </g>'
    '</svg>'
)
[System.IO.File]::WriteAllText([System.IO.Path]::GetFullPath($Path), ($svg -join "`n") + "`n")
