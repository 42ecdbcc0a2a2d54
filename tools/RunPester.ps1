<#
.SYNOPSIS
    Runs the Pester tests in this PowerShell, and prints the counts of each file and every failure.
.DESCRIPTION
    Uses the Pester that the build of tools/pwsh takes from NuGet, so there is nothing to install. dotnet test runs this script;
    run it yourself for a single file, or in another PowerShell.
.EXAMPLE
    dotnet run --project tools/pwsh -- tools/RunPester.ps1 -Path tests/Connect-Skipcall.Tests.ps1
#>
[CmdletBinding()]
param(
    # The test files.
    [string] $Path = "$PSScriptRoot/../tests/*.Tests.ps1",

    # The version of Pester.
    [string] $PesterVersion = '6.2.0',

    # The culture to run in; by default the machine's.
    [string] $Culture,

    # Tests with this tag are not run.
    [string] $ExcludeTag,

    # Where to write the results as JSON.
    [string] $ResultPath
)

$ErrorActionPreference = 'Stop'
$env:PSModulePath = "$PSScriptRoot/pwsh/obj/modules" + [IO.Path]::PathSeparator + $env:PSModulePath
if ($Culture) {
    # The last two are for other threads, and for runspaces that tests make.
    [cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = $Culture
    [cultureinfo]::DefaultThreadCurrentCulture = [cultureinfo]::DefaultThreadCurrentUICulture = $Culture
}

Import-Module Pester -RequiredVersion $PesterVersion
$configuration = New-PesterConfiguration
$configuration.Run.Path = @((Get-Item $Path).FullName)
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'None'
if ($ExcludeTag) {
    $configuration.Filter.ExcludeTag = $ExcludeTag
}

$run = Invoke-Pester -Configuration $configuration

function Get-Failure($Container) {
    # A file that can't be read, blocks whose set-up or clean-up failed, and tests.
    $Container.ErrorRecord | Where-Object { $_ } | ForEach-Object { "$_" }
    @($run.FailedBlocks) + @($run.Failed) | Where-Object {
        $block = if ($_.Block) { $_.Block } else { $_ }
        $_.ErrorRecord -and "$($block.BlockContainer.Item)" -eq $Container.Item
    } | ForEach-Object {
        $errors = $_.ErrorRecord | ForEach-Object { "$_"; $_.ScriptStackTrace -split '\r?\n' -notmatch 'RunPester\.ps1|modules[\\/]Pester' }
        "$($_.ExpandedPath)`n$($errors -join "`n")"
    }
}

$files = foreach ($container in $run.Containers) {
    [pscustomobject]@{
        Name     = $container.Item.Name
        Passed   = $container.PassedCount
        Failed   = $container.FailedCount
        Skipped  = $container.SkippedCount
        NotRun   = $container.NotRunCount
        Seconds  = [math]::Round($container.Duration.TotalSeconds, 1)
        Failures = @(Get-Failure $container)
    }
}

$files | ForEach-Object { '{0,4} passed, {1} failed, {2} skipped, {3} not run: {4} ({5} s)' -f $_.Passed, $_.Failed, $_.Skipped, $_.NotRun, $_.Name, $_.Seconds }
$files.Failures
if ($ResultPath) {
    [IO.File]::WriteAllText($ResultPath, (ConvertTo-Json @($files) -Depth 4))
}

exit [int] ($run.Result -ne 'Passed' -or $run.PassedCount -eq 0)
