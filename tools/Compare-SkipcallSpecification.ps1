#Requires -Version 7.4

<#
.SYNOPSIS
    Compares the vendor's OpenAPI document with the parts this module relies on.
.DESCRIPTION
    Reads the live document, or a saved copy of it, and writes one object for each difference: what changed, what was
    expected, what was found, and what it means for the module. No output means that nothing relevant changed. Text in
    the document, such as summaries and examples, is not compared, except for the names of the rate-limit headers and
    the limits of the plans.

    Severity is one of:

      Breaking   the module would fail or lose data
      Change     the module keeps working, but its help or its parameters are out of date
      Addition   something new that the module passes through

    What the module relies on is kept in specification.json beside this script.
.PARAMETER Uri
    Where the document is. The default is the address that the vendor's documentation names.
.PARAMETER Path
    A saved copy of the document, as JSON.
.PARAMETER TimeoutSec
    How long the download may take, in seconds.
.EXAMPLE
    ./tools/Compare-SkipcallSpecification.ps1

    Compares with the live document. It needs no API key.
.EXAMPLE
    ./tools/Compare-SkipcallSpecification.ps1 -Path ./docs-json.json | Where-Object Severity -EQ Breaking

    Shows what would break, from a saved copy.
.OUTPUTS
    One object for each difference, with Severity, Part, Expected, Found and Meaning.
#>
[CmdletBinding(DefaultParameterSetName = 'Uri')]
[OutputType([pscustomobject])]
param(
    [Parameter(ParameterSetName = 'Uri')]
    [uri] $Uri = 'https://api-public.skipcall.app/docs-json',

    [Parameter(ParameterSetName = 'Path', Mandatory)]
    [string] $Path,

    [Parameter(ParameterSetName = 'Uri')]
    [ValidateRange(1, 3600)]
    [int] $TimeoutSec = 30
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

function Get-Value($Object, [string] $Name) {
    if ($Object -is [System.Collections.IDictionary] -and $Object.Contains($Name)) {
        $Object[$Name]
    }
}

# Follows $ref and merges allOf, which is how the document says "this type, but nullable".
function Resolve-Schema($Schema, $Document, [int] $Depth = 0) {
    if ($Schema -isnot [System.Collections.IDictionary] -or $Depth -gt 20) {
        return @{}
    }

    $reference = Get-Value $Schema '$ref'
    if ($reference) {
        $target = $Document
        foreach ($name in "$reference".TrimStart('#', '/') -split '/') {
            $target = Get-Value $target $name
        }

        return Resolve-Schema $target $Document -Depth ($Depth + 1)
    }

    $merged = @{}
    foreach ($part in @(Get-Value $Schema 'allOf')) {
        foreach ($entry in (Resolve-Schema $part $Document -Depth ($Depth + 1)).GetEnumerator()) {
            $merged[$entry.Key] = $entry.Value
        }
    }

    foreach ($entry in $Schema.GetEnumerator()) {
        if ($entry.Key -ne 'allOf') {
            $merged[$entry.Key] = $entry.Value
        }
    }

    $merged
}

# One line for each field: data[].contact.email = @{ type; required; nullable; enum }.
function Add-Field([System.Collections.IDictionary] $Fields, [string] $Name, $Schema, [bool] $IsRequired, $Document, [int] $Depth = 0) {
    $resolved = Resolve-Schema $Schema $Document
    $properties = Get-Value $resolved 'properties'
    $type = Get-Value $resolved 'type'
    if (-not $type -and $properties) {
        $type = 'object'
    }

    # A nullable scalar is declared as an object without properties; 3.1 documents write a list of types.
    $types = @($type | Where-Object { $_ -and $_ -ne 'null' })
    $isNullable = [bool] (Get-Value $resolved 'nullable') -or @($type) -contains 'null'
    if ($Name) {
        $Fields[$Name] = [ordered]@{
            type     = if ($types) { $types -join ' or ' } else { 'anything' }
            required = $IsRequired
            nullable = $isNullable
            enum     = @(Get-Value $resolved 'enum')
        }
    }

    if ($Depth -gt 10) {
        return
    }

    if ($properties) {
        $required = @(Get-Value $resolved 'required')
        foreach ($entry in $properties.GetEnumerator()) {
            $child = if ($Name) { "$Name.$($entry.Key)" } else { $entry.Key }
            Add-Field -Fields $Fields -Name $child -Schema $entry.Value -IsRequired ($required -contains $entry.Key) -Document $Document -Depth ($Depth + 1)
        }
    }

    $items = Get-Value $resolved 'items'
    if ($items) {
        Add-Field -Fields $Fields -Name "$Name[]" -Schema $items -IsRequired $true -Document $Document -Depth ($Depth + 1)
    }
}

function Write-Difference([string] $Severity, [string] $Part, $Expected, $Found, [string] $Meaning) {
    [pscustomobject]@{
        PSTypeName = 'Skipcall.SpecificationChange'
        Severity   = $Severity
        Part       = $Part
        Expected   = "$Expected"
        Found      = "$Found"
        Meaning    = $Meaning
    }
}

function Compare-Value([string] $Part, $Expected, $Found, [string] $Meaning, [string] $Severity = 'Change') {
    if ("$Expected" -cne "$Found") {
        Write-Difference -Severity $Severity -Part $Part -Expected $Expected -Found $Found -Meaning $Meaning
    }
}

function Compare-Enum([string] $Part, [string[]] $Expected, [string[]] $Found, [string] $Grown, [string] $Shrunk) {
    foreach ($value in $Found | Where-Object { $Expected -cnotcontains $_ }) {
        Write-Difference -Severity 'Change' -Part $Part -Expected '' -Found $value -Meaning ($Grown -f $value)
    }

    foreach ($value in $Expected | Where-Object { $Found -cnotcontains $_ }) {
        Write-Difference -Severity 'Change' -Part $Part -Expected $value -Found '' -Meaning ($Shrunk -f $value)
    }
}

function Compare-Parameter($Known, $Operation, $PathItem, $Document) {
    $found = [ordered]@{}
    foreach ($parameter in @(Get-Value $PathItem 'parameters') + @(Get-Value $Operation 'parameters')) {
        $parameter = Resolve-Schema $parameter $Document
        $found["$(Get-Value $parameter 'name')"] = $parameter
    }

    foreach ($name in $Known.Keys) {
        $part = "parameter $name"
        if (-not $found.Contains($name)) {
            Write-Difference -Severity 'Breaking' -Part $part -Expected 'present' -Found 'missing' -Meaning "The API no longer documents the parameter '$name', which the module sends."
            continue
        }

        $schema = Resolve-Schema (Get-Value $found[$name] 'schema') $Document
        Compare-Value -Part $part -Expected $Known[$name].in -Found (Get-Value $found[$name] 'in') -Meaning "The module sends '$name' in the $($Known[$name].in)." -Severity 'Breaking'
        Compare-Value -Part "$part, type" -Expected $Known[$name].type -Found (Get-Value $schema 'type') -Meaning "The module sends '$name' as a $($Known[$name].type)."
        foreach ($bound in 'minimum', 'maximum', 'default') {
            # A smaller largest page breaks every full scan; any other bound only dates the help.
            $expected = Get-Value $Known[$name] $bound
            $actual = Get-Value $schema $bound
            $severity = if ($bound -eq 'maximum' -and $null -ne $actual -and $actual -lt $expected) { 'Breaking' } else { 'Change' }
            Compare-Value -Part "$part, $bound" -Expected $expected -Found $actual -Meaning "The module and its help assume '$expected' here." -Severity $severity
        }

        Compare-Enum -Part $part -Expected @(Get-Value $Known[$name] 'enum') -Found @(Get-Value $schema 'enum') -Grown "-$($name.Substring(0, 1).ToUpperInvariant() + $name.Substring(1)) does not offer '{0}' yet." -Shrunk "The module still offers '{0}'; the API may refuse it."
    }

    foreach ($name in $found.Keys | Where-Object { -not $Known.Contains($_) }) {
        if (Get-Value $found[$name] 'required') {
            Write-Difference -Severity 'Breaking' -Part "parameter $name" -Expected 'missing' -Found 'required' -Meaning 'The module does not send it, so the API may refuse every request.'
        } else {
            Write-Difference -Severity 'Addition' -Part "parameter $name" -Expected 'missing' -Found 'optional' -Meaning 'The module does not send it.'
        }
    }
}

# Only the topmost field of a part that is missing or new is reported: the rest follows from it.
function Test-Topmost([string] $Name, $Fields) {
    $parent = $Name -replace '(\[\]|\.?[^.\[\]]+)$'
    -not $parent -or $Fields.Contains($parent)
}

function Compare-Field($Known, $Found) {
    foreach ($name in $Known.Keys) {
        if (-not $Found.Contains($name)) {
            if (-not (Test-Topmost $name $Found)) {
                continue
            }

            $severity = if ($Known[$name].required) { 'Breaking' } else { 'Change' }
            Write-Difference -Severity $severity -Part $name -Expected 'present' -Found 'missing' -Meaning "The module leaves the field empty, and may not be able to read the record."
            continue
        }

        $now = $Found[$name]
        Compare-Value -Part "$name, type" -Expected $Known[$name].type -Found $now.type -Meaning 'The module may keep the value only in AdditionalProperties.' -Severity 'Breaking'
        Compare-Value -Part "$name, required" -Expected $Known[$name].required -Found $now.required -Meaning 'The module reads an absent field as empty.'
        Compare-Value -Part "$name, nullable" -Expected $Known[$name].nullable -Found $now.nullable -Meaning 'The module reads null as empty.'
        Compare-Enum -Part $name -Expected @(Get-Value $Known[$name] 'enum') -Found @($now.enum) -Grown "The module passes '{0}' through and warns once." -Shrunk "The module still knows '{0}'."
    }

    foreach ($name in $Found.Keys | Where-Object { -not $Known.Contains($_) -and (Test-Topmost $_ $Known) }) {
        Write-Difference -Severity 'Addition' -Part $name -Expected 'missing' -Found $Found[$name].type -Meaning 'The module keeps the value in AdditionalProperties.'
    }
}

function Compare-Document($Known, $Document) {
    $servers = @(Get-Value $Document 'servers' | ForEach-Object { Get-Value $_ 'url' })
    if ($servers -notcontains $Known.server) {
        Write-Difference -Severity 'Breaking' -Part 'server' -Expected $Known.server -Found ($servers -join ', ') -Meaning 'Connect-Skipcall connects to the old address by default.'
    }

    $description = "$(Get-Value (Get-Value $Document 'info') 'description')"
    foreach ($text in $Known.description | Where-Object { -not $description.Contains($_) }) {
        Write-Difference -Severity 'Change' -Part 'description' -Expected $text -Found 'missing' -Meaning 'The rate limit or its headers may have changed.'
    }

    $pathItem = Get-Value (Get-Value $Document 'paths') $Known.path
    $operation = Get-Value $pathItem $Known.method
    if (-not $operation) {
        return Write-Difference -Severity 'Breaking' -Part "$($Known.method.ToUpperInvariant()) $($Known.path)" -Expected 'present' -Found 'missing' -Meaning 'Get-SkipcallSequenceContact has no endpoint to read from.'
    }

    $schemes = Get-Value (Get-Value $Document 'components') 'securitySchemes'
    $security = @(Get-Value $operation 'security' | ForEach-Object { $_.Keys } | ForEach-Object { Get-Value (Get-Value $schemes $_) 'scheme' })
    if ($security -notcontains $Known.security) {
        Write-Difference -Severity 'Breaking' -Part 'security' -Expected $Known.security -Found ($security -join ', ') -Meaning 'The module sends the key as a bearer token.'
    }

    Compare-Parameter -Known $Known.parameters -Operation $operation -PathItem $pathItem -Document $Document

    $responses = Get-Value $operation 'responses'
    foreach ($status in $Known.responses | Where-Object { -not (Get-Value $responses $_) }) {
        Write-Difference -Severity 'Change' -Part "response $status" -Expected 'documented' -Found 'missing' -Meaning 'The module still handles it.'
    }

    $content = Get-Value (Get-Value (Resolve-Schema (Get-Value $responses '200') $Document) 'content') 'application/json'
    $fields = [ordered]@{}
    Add-Field -Fields $fields -Name '' -Schema (Get-Value $content 'schema') -IsRequired $true -Document $Document
    Compare-Field $Known.fields $fields
}

$known = Get-Content -LiteralPath (Join-Path $PSScriptRoot specification.json) -Raw | ConvertFrom-Json -AsHashtable
$document = if ($Path) {
    Get-Content -LiteralPath $Path -Raw | ConvertFrom-Json -AsHashtable
} else {
    (Invoke-WebRequest -Uri $Uri -TimeoutSec $TimeoutSec -MaximumRetryCount 2 -RetryIntervalSec 10).Content | ConvertFrom-Json -AsHashtable
}

if (-not (Get-Value $document 'openapi')) {
    throw "$(if ($Path) { "'$Path'" } else { "'$Uri'" }) is not an OpenAPI document."
}

Compare-Document $known $document
