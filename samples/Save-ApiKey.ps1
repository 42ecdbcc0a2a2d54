<#
.SYNOPSIS
    Prompts for an API key and saves it to a file that only the current user can read, for scheduled scripts.
.DESCRIPTION
    On Windows the key is encrypted for the current user on this computer (DPAPI). On other systems it is not encrypted: access to the file is
    limited to its owner (mode 600), so keep it on an encrypted disk.

    Run it as the user that the scheduled job runs as. To read the key: Connect-Skipcall -ApiKey (Import-Clixml <path>).
.PARAMETER Path
    The file. An existing file is replaced. The default is .skipcall-key.xml in your home folder.
.PARAMETER ApiKey
    The key. Without it, you are prompted.
.EXAMPLE
    ./Save-ApiKey.ps1

    Prompts for the key and saves it in ~/.skipcall-key.xml.
.EXAMPLE
    Connect-Skipcall -ApiKey (Import-Clixml ~/.skipcall-key.xml)
.OUTPUTS
    System.IO.FileInfo: the file.
#>
[CmdletBinding()]
param(
    [string] $Path = (Join-Path $HOME .skipcall-key.xml),

    [Parameter(Mandatory)]
    [securestring] $ApiKey
)

$ErrorActionPreference = 'Stop'
Remove-Item -LiteralPath $Path -ErrorAction Ignore
$file = New-Item -ItemType File -Path $Path

# Before the key is in it. Windows PowerShell has no $IsWindows.
if ($PSVersionTable.PSVersion.Major -ge 6 -and -not $IsWindows) {
    chmod 600 $file.FullName
    if ($LASTEXITCODE) {
        throw "Access to '$($file.FullName)' can't be limited to its owner."
    }
}

Export-Clixml -LiteralPath $file.FullName -InputObject $ApiKey
Get-Item -LiteralPath $file.FullName
