<#
.SYNOPSIS
    Builds, tests, packages and installs the module.
.DESCRIPTION
    Each task prints the dotnet command it runs, and that command does the same without this script. Without PowerShell on the
    machine: dotnet tool restore, then dotnet pwsh ./build.ps1 Build Test.

      Build      the module, into bin; then Import-Module ./Skipcall.psd1 works
      Test       all tests, with Pester; PSScriptAnalyzer too if it is installed
      Analyze    PSScriptAnalyzer on every script
      Help       en-US/Skipcall.dll-Help.xml from docs
      Package    out/Skipcall/VERSION and out/Skipcall.VERSION.nupkg
      Install    the package, for the current user
      Uninstall  removes it
      Mutate     the engine's mutation score
      Bench      the benchmarks
      Clean      removes what the other tasks made
.EXAMPLE
    ./build.ps1

    Builds the module.
.EXAMPLE
    ./build.ps1 Package Test

    Makes the package and tests it.
#>
[CmdletBinding()]
param(
    # The tasks, in order.
    [Parameter(Position = 0, ValueFromRemainingArguments)]
    [ValidateSet('Build', 'Test', 'Analyze', 'Help', 'Package', 'Install', 'Uninstall', 'Mutate', 'Bench', 'Clean')]
    [string[]] $Task = 'Build'
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

function Invoke-DotNet([string] $Command) {
    Write-Information "dotnet $Command" -InformationAction Continue
    & dotnet ($Command -split ' ')
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $Command failed with exit code $LASTEXITCODE."
    }
}

function Invoke-Analysis {
    $files = git ls-files --cached --others --exclude-standard '*.ps1' '*.psm1' '*.psd1' | Where-Object { Test-Path $_ }
    $findings = @($files | ForEach-Object { Invoke-ScriptAnalyzer $_ -Settings ./PSScriptAnalyzerSettings.psd1 })
    $findings | ForEach-Object { "$($_.ScriptPath):$($_.Line) $($_.RuleName) $($_.Message)" }
    "Analyzed $(@($files).Count) scripts: $($findings.Count) findings."
    if ($findings) {
        throw "PSScriptAnalyzer has $($findings.Count) findings."
    }
}

function Install-BuiltModule {
    # A package that was built elsewhere, or this checkout's.
    $folder = $env:SKIPCALL_PACKAGE
    if (-not $folder) {
        Invoke-DotNet 'pack src/Skipcall --verbosity quiet'
        $folder = 'out'
    }

    # The list of repositories is kept there, or in the current folder if it does not exist.
    $null = [Environment]::GetFolderPath('LocalApplicationData', 'Create')
    $repository = "Skipcall-$PID"
    Register-PSResourceRepository $repository -Uri (Resolve-Path $folder).ProviderPath -Trusted
    try {
        $module = Install-PSResource Skipcall -Repository $repository -Scope CurrentUser -Reinstall -PassThru
        "Installed Skipcall $($module.Version) in $($module.InstalledLocation). New sessions of PowerShell 7 find it by name."
    } finally {
        Unregister-PSResourceRepository $repository
    }
}

if (-not (Get-Command dotnet -ErrorAction Ignore)) {
    throw 'The .NET SDK is missing (version in global.json): https://dotnet.microsoft.com/download'
}

Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' {
            Invoke-DotNet 'build src/Skipcall'
        }
        'Test' {
            Invoke-DotNet 'test'
        }
        'Analyze' {
            Invoke-Analysis
        }
        'Help' {
            & tools/ExportHelp.ps1
        }
        'Package' {
            Invoke-DotNet 'pack src/Skipcall'
        }
        'Install' {
            Install-BuiltModule
        }
        'Uninstall' {
            $version = (Import-PowerShellDataFile Skipcall.psd1).ModuleVersion
            Uninstall-PSResource Skipcall -Version $version -Scope CurrentUser
            "Uninstalled Skipcall $version."
        }
        'Mutate' {
            # From the test project's folder: beside a solution Stryker would take all of it.
            Set-Location tests/Skipcall.Engine.Tests
            Invoke-DotNet 'tool restore'
            Invoke-DotNet 'stryker'
            Set-Location $PSScriptRoot
        }
        'Bench' {
            Invoke-DotNet 'run --configuration Release --project bench/Skipcall.Benchmarks'
        }
        'Clean' {
            # Except the PowerShell that runs this.
            Get-Item bin, out, TestResults, BenchmarkDotNet.Artifacts, */*/TestResults, */*/BenchmarkDotNet.Artifacts, tests/*/StrykerOutput, */*/bin, */*/obj -ErrorAction Ignore |
                Where-Object { -not $PSHOME.StartsWith($_.FullName) } | Remove-Item -Recurse -Force
        }
    }
} finally {
    Pop-Location
}
