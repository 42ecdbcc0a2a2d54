<#
.SYNOPSIS
    Everything that is done to this repository, by name.
.DESCRIPTION
    Thin over dotnet: a task says the command that it runs, which does the same without this script. Nothing is
    downloaded but the packages that dotnet restores; what else is missing is named, and how to get it.

      Build     the module, into bin: after it, Import-Module ./Skipcall.psd1
      Test      dotnet test, which runs Pester where it is installed; then PSScriptAnalyzer
      Help      en-US/Skipcall.dll-Help.xml out of docs, in PowerShell 7
      Package   out/Skipcall/VERSION and out/Skipcall.VERSION.nupkg
      Mutate    the engine's mutation score
      Bench     the benchmarks
      Clean     removes what the other tasks made
.EXAMPLE
    ./build.ps1

    Builds the module.
.EXAMPLE
    ./build.ps1 -Task Package, Test

    Makes the package, and tests it.
#>
[CmdletBinding()]
param(
    # What to do, in this order.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Help', 'Package', 'Mutate', 'Bench', 'Clean')]
    [string[]] $Task = 'Build'
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

function Invoke-DotNet([string] $Command) {
    Write-Information "dotnet $Command" -InformationAction Continue
    & dotnet ($Command -split ' ')
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $Command failed, with exit code $LASTEXITCODE."
    }
}

function Find-Tool([string] $Name, [version] $Version) {
    $isFound = [bool] (Get-Module $Name -ListAvailable | Where-Object Version -GE $Version)
    if (-not $isFound) {
        Write-Warning "$Name $Version is not installed. To get it: Install-Module $Name -MinimumVersion $Version -Scope CurrentUser"
    }

    $isFound
}

function Invoke-ScriptCheck {
    if (-not (Find-Tool PSScriptAnalyzer 1.24.0)) {
        return
    }

    $complaints = @(Get-Item build.ps1, Skipcall.psd1, samples/*.ps1, tools/*.ps1 | ForEach-Object { Invoke-ScriptAnalyzer $_.FullName })
    if ($complaints) {
        $complaints | Out-String | Write-Warning
        throw "PSScriptAnalyzer: $($complaints.Count) complaints."
    }
}

if (-not (Get-Command dotnet -ErrorAction Ignore)) {
    throw 'The .NET SDK is missing; global.json names the version. To get it: https://dotnet.microsoft.com/download'
}

Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' {
            Invoke-DotNet 'build src/Skipcall'
        }
        'Test' {
            Invoke-DotNet 'test --solution SkipcallPS.sln'
            $null = Find-Tool Pester 5.7.1
            Invoke-ScriptCheck
        }
        'Help' {
            $null = Find-Tool Microsoft.PowerShell.PlatyPS 1.0.1
            & tools/ExportHelp.ps1
        }
        'Package' {
            Invoke-DotNet 'pack src/Skipcall'
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
            Get-Item bin, out, tests/*/StrykerOutput, */*/bin, */*/obj -ErrorAction Ignore | Remove-Item -Recurse -Force
        }
    }
} finally {
    Pop-Location
}
