@{
    RootModule             = 'bin/Skipcall.dll'
    NestedModules          = @('bin/Skipcall.Loader.dll')
    ModuleVersion          = '0.1.0'
    GUID                   = '5b0d7d8e-3f0c-4c3b-9a57-6d2f1c0e8a41'
    Author                 = 'The Skipcall for PowerShell contributors'
    CompanyName            = 'The Skipcall for PowerShell contributors'
    Copyright              = '(c) The Skipcall for PowerShell contributors. MIT licence.'
    Description            = 'Skipcall (sales dialer) for PowerShell: the contacts of a sequence as typed objects, complete or loudly not, with paging and rate-limit waits inside the cmdlet.'
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Desktop', 'Core')
    TypesToProcess         = @('Skipcall.Types.ps1xml')
    FormatsToProcess       = @('Skipcall.Format.ps1xml')
    CmdletsToExport        = @(
        'Connect-Skipcall'
        'Disconnect-Skipcall'
        'Get-SkipcallConnection'
        'Get-SkipcallSequenceContact'
        'Invoke-SkipcallApi'
        'New-SkipcallSandbox'
        'Step-SkipcallSandbox'
    )
    FunctionsToExport      = @()
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            Tags         = @('Skipcall', 'dialer', 'sales', 'contacts', 'API', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
            ProjectUri   = 'https://github.com/skipcall-powershell/skipcall'
            LicenseUri   = 'https://github.com/skipcall-powershell/skipcall/blob/main/LICENSE'
            IconUri      = 'https://raw.githubusercontent.com/skipcall-powershell/skipcall/main/docs/icon.png'
            ReleaseNotes = @'
### Added

- `Get-SkipcallSequenceContact`: the contacts of a sequence as typed objects, complete or loudly not, with filters, paging
  and the waits for the rate limit inside the cmdlet.
- `Connect-Skipcall`, `Disconnect-Skipcall` and `Get-SkipcallConnection`: one connection a runspace, or any number with `-Connection`.
- `Invoke-SkipcallApi`: any other endpoint, with the same connection, budget and retries.
- `New-SkipcallSandbox`: the API in memory, to try everything and to test scripts without a key and without a network.
- Windows PowerShell 5.1 and PowerShell 7.4 and later, on Windows, Linux and macOS.
'@
        }
    }
}
