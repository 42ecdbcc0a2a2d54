<#
.SYNOPSIS
    Runs the examples of the help pages, and says what each of them wrote.
.DESCRIPTION
    Each example runs in a runspace of its own, connected to a fresh sandbox, in an empty folder. What it writes is compared with
    the block "Output" behind it; with -Update that block is made to show it.
.PARAMETER Path
    The help pages.
.PARAMETER Exclude
    Examples that can't run here, as Cmdlet/Number. Examples that show no output are excluded from -Update anyway.
.PARAMETER Update
    Writes the outputs into the pages.
.EXAMPLE
    tools/HelpExamples.ps1 -Update
    After a change of what is shown, or of an example. Run tools/ExportHelp.ps1 next.
#>
[CmdletBinding()]
param(
    [string[]] $Path = "$PSScriptRoot/../docs/*-Skipcall*.md",
    [string[]] $Exclude = @(),
    [switch] $Update
)

$ErrorActionPreference = 'Stop'
$root = (Resolve-Path "$PSScriptRoot/..").Path
$example = '(?ms)^### Example (?<number>\d+): (?<title>[^\n]+)\n.*?^```powershell\n(?<code>.*?)\n```(?:\n\n```Output\n(?<output>.*?)```)?'

# The same everywhere and every day: culture, time zone, no colours, and below the day in the sandbox. Sandboxes of examples have a day of their own.
$zone, $culture, $uiCulture = $env:TZ, [cultureinfo]::DefaultThreadCurrentCulture, [cultureinfo]::DefaultThreadCurrentUICulture
$env:TZ = 'UTC'
[TimeZoneInfo]::ClearCachedData()
[cultureinfo]::DefaultThreadCurrentCulture = [cultureinfo]::DefaultThreadCurrentUICulture = 'en-US'

$run = {
    param($Code, $Folder)
    $PSStyle.OutputRendering = 'PlainText'
    Set-Location $Folder
    Import-Module Skipcall
    New-SkipcallSandbox -Date 2025-12-14 | Connect-Skipcall
    # Thrown at the end: thrown here, an error would be caught by the example it comes from.
    $failed = [Collections.Generic.List[object]]::new()
    & ([scriptblock]::Create($Code)) 2>&1 3>&1 | ForEach-Object {
        if ($_ -is [System.Management.Automation.WarningRecord]) { "WARNING: $_" }
        elseif ($_ -is [System.Management.Automation.ErrorRecord]) { $failed.Add($_) }
        else { $_ }
    } | Out-String -Width 80
    if ($failed) { throw $failed[0] }
}

function Invoke-Example([string] $Code) {
    $folder = New-Item -ItemType Directory "$temporary/$([guid]::NewGuid())"
    $shell = [powershell]::Create([initialsessionstate]::CreateDefault()).AddScript($run).AddArgument($Code).AddArgument($folder.FullName)
    try {
        $text = $shell.Invoke() -join ''
        # Blank lines around it and white space at line ends are the console's, not the example's.
        [pscustomobject]@{ Output = ($text -replace '\r' -replace '(?m)[ \t]+$').Trim("`n"); Failure = $null }
    } catch {
        [pscustomobject]@{ Output = ''; Failure = "$(if ($_.Exception.InnerException) { $_.Exception.InnerException } else { $_.Exception })" }
    } finally {
        $shell.Dispose()
    }
}

$temporary = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "skipcall-help-$PID-$(Get-Random)")).FullName
$link = "$temporary/modules/Skipcall"
$modulePath = $env:PSModulePath
try {
    # By name, as users import it: parallel runspaces find it, too.
    $null = New-Item -ItemType Directory "$temporary/modules"
    $null = New-Item -ItemType $(if ($IsWindows) { 'Junction' } else { 'SymbolicLink' }) $link -Target $root
    $env:PSModulePath = "$temporary/modules" + [IO.Path]::PathSeparator + $modulePath

    foreach ($page in Get-Item $Path) {
        $text = [IO.File]::ReadAllText($page.FullName)
        $changed = $text
        foreach ($match in [regex]::Matches($text, $example)) {
            $name = '{0}/{1}' -f $page.BaseName, $match.Groups['number']
            $shown = $match.Groups['output']
            if ($name -in $Exclude -or ($Update -and -not $shown.Success)) {
                continue
            }

            $result = Invoke-Example $match.Groups['code'].Value
            [pscustomobject]@{
                Name    = $name
                Shown   = $shown.Value.TrimEnd("`n")
                Output  = $result.Output
                Failure = $result.Failure
            }

            if ($Update -and -not $result.Failure) {
                $changed = $changed.Replace($match.Value, $match.Value.Substring(0, $shown.Index - $match.Index) + $result.Output + "`n" + '```')
            }
        }

        if ($Update -and $changed -cne $text) {
            [IO.File]::WriteAllText($page.FullName, $changed)
        }
    }
} finally {
    $env:PSModulePath, $env:TZ = $modulePath, $zone
    [TimeZoneInfo]::ClearCachedData()
    [cultureinfo]::DefaultThreadCurrentCulture, [cultureinfo]::DefaultThreadCurrentUICulture = $culture, $uiCulture
    # The link alone, before what is around it: the checkout is behind it.
    if (Test-Path $link) { [IO.Directory]::Delete($link) }
    Remove-Item $temporary -Recurse -Force
}
