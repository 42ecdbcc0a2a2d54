<#
.SYNOPSIS
    Functions that the samples share: connecting without replacing the session's connection, and writing CSV files and workbooks.
.DESCRIPTION
    The samples dot-source this file. Copy it with them.
#>
$ErrorActionPreference = 'Stop'

if (-not (Get-Command Connect-Skipcall -ErrorAction Ignore)) {
    Import-Module "$PSScriptRoot/../Skipcall.psd1"
}

# Returns the connection to use: a sandbox, the one passed in, one with the key passed in, the session's, or one with the key from SKIPCALL_API_KEY.
# -NotDefault: the session's own connection stays as it is.
function Connect-Sample ($Connection, [securestring] $ApiKey, [switch] $Sandbox) {
    if ($Sandbox) {
        return $(if ($Connection.IsSandbox) { $Connection } else { New-SkipcallSandbox | Connect-Skipcall -NotDefault })
    }

    if ($ApiKey) {
        return Connect-Skipcall -ApiKey $ApiKey -NotDefault
    }

    if (-not $Connection) {
        $Connection = Get-SkipcallConnection
    }

    if (-not $Connection) {
        return Connect-Skipcall -NotDefault
    }

    if ($Connection.IsSandbox) {
        Write-Warning 'This connection is a sandbox: the output is sample data. Use -Sandbox if that is what you want, or run Disconnect-Skipcall.'
    }

    $Connection
}

# For other programs: times in UTC and ISO 8601, numbers with a decimal point, and nothing at all for null.
function ConvertTo-PortableText ($Value) {
    if ($null -eq $Value) { $null }
    elseif ($Value -is [datetimeoffset]) { $Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", [cultureinfo]::InvariantCulture) }
    else { [Convert]::ToString($Value, [cultureinfo]::InvariantCulture) }
}

# Excel runs text that begins with = + - @ as a formula, and turns digits such as phone numbers into numbers. An apostrophe in front prevents both.
# The last four characters are the full-width forms, which Excel reads in the same way.
function ConvertTo-SpreadsheetText ([string] $Text) {
    if ($Text -match "^[\s]*[=+\-@$([char] 0xFF1D)$([char] 0xFF0B)$([char] 0xFF0D)$([char] 0xFF20)]|^[\t\r\n]|^\d[\d.,]*([eE]\d+)?$") { "'$Text" } else { $Text }
}

# Writes a file under a temporary name and then renames it: a failure leaves the old file as it was.
function Write-WholeFile ([string] $Path, [scriptblock] $Write) {
    # .NET does not know PowerShell's current location.
    $target = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
    $temporary = "$target.$PID.tmp"
    try {
        & $Write $temporary
        Move-Item -LiteralPath $temporary -Destination $target -Force
    } finally {
        Remove-Item -LiteralPath $temporary -ErrorAction Ignore
    }

    Get-Item -LiteralPath $target
}

# Writes a CSV file in UTF-8, with a header even if there are no rows. For other programs: commas, no byte order mark.
# -Excel: the culture's separator, a byte order mark, and no text that Excel would run or convert.
function Write-CsvFile ([string] $Path, [string[]] $Column, [object[]] $Row, [switch] $Excel) {
    $delimiter = ','
    if ($Excel) {
        $delimiter = [cultureinfo]::CurrentCulture.TextInfo.ListSeparator
        $Row = foreach ($item in $Row) {
            $safe = [ordered]@{}
            foreach ($name in $Column) {
                $safe[$name] = if ($item.$name -is [string]) { ConvertTo-SpreadsheetText $item.$name } else { $item.$name }
            }

            [pscustomobject] $safe
        }
    }

    # Windows PowerShell writes type names unless told not to; from PowerShell 7.7 on, the parameter is obsolete and causes a warning.
    $options = @{ Delimiter = $delimiter }
    if ($PSVersionTable.PSVersion.Major -lt 6) {
        $options.NoTypeInformation = $true
    }

    Write-WholeFile $Path {
        param($Temporary)
        $lines = if ($Row) { $Row | Select-Object $Column | ConvertTo-Csv @options } else { ($Column | ForEach-Object { "`"$_`"" }) -join $delimiter }
        [System.IO.File]::WriteAllLines($Temporary, [string[]] @($lines), [System.Text.UTF8Encoding]::new($Excel))
    }
}

# Writes an Excel workbook with the module ImportExcel. Text is written as text: Export-Excel would turn phone numbers into numbers and run formulas.
function Write-Workbook ([string] $Path, [string[]] $Column, [object[]] $Row) {
    if (-not (Get-Module ImportExcel -ListAvailable)) {
        throw 'A workbook needs the module ImportExcel. Run Install-Module ImportExcel, or use a path that ends with .csv.'
    }

    # It warns on systems where it can't measure text, which is not needed here.
    Import-Module ImportExcel 3>$null
    Write-WholeFile $Path {
        param($Temporary)
        $package = Open-ExcelPackage -Path $Temporary -Create
        $sheet = Add-Worksheet -ExcelPackage $package -WorksheetName 'Skipcall'
        for ($c = 0; $c -lt $Column.Count; $c++) {
            $sheet.Column($c + 1).Width = 20
            $sheet.Cells[1, ($c + 1)].Value = $Column[$c]
            $sheet.Cells[1, ($c + 1)].Style.Font.Bold = $true
            for ($r = 0; $r -lt $Row.Count; $r++) {
                $cell = $sheet.Cells[($r + 2), ($c + 1)]
                $cell.Value = $Row[$r].($Column[$c])
                # @ is Excel's format for text. It stays text when somebody edits the cell.
                $cell.Style.Numberformat.Format = if ($cell.Value -is [datetime]) { 'yyyy-mm-dd hh:mm' } elseif ($cell.Value -is [string]) { '@' } else { 'General' }
            }
        }

        $sheet.View.FreezePanes(2, 1)
        Close-ExcelPackage $package
    }
}
