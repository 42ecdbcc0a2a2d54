@{
    RootModule             = 'bin/Skipcall.dll'
    ModuleVersion          = '0.1.0'
    GUID                   = '5b0d7d8e-3f0c-4c3b-9a57-6d2f1c0e8a41'
    Author                 = 'The Skipcall for PowerShell contributors'
    CompanyName            = 'The Skipcall for PowerShell contributors'
    Copyright              = '(c) The Skipcall for PowerShell contributors. MIT licence.'
    Description            = 'Skipcall (sales dialer) for PowerShell: the contacts of a sequence as typed objects, complete or loudly not, with paging and rate-limit waits inside the cmdlet.'
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Desktop', 'Core')
    FormatsToProcess       = @('Skipcall.Format.ps1xml')
    CmdletsToExport        = @(
        'Connect-Skipcall'
        'Disconnect-Skipcall'
        'Get-SkipcallConnection'
        'Get-SkipcallSequenceContact'
        'Invoke-SkipcallApi'
        'New-SkipcallSandbox'
    )
    FunctionsToExport      = @()
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            Tags       = @('Skipcall', 'dialer', 'sales', 'contacts', 'API', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
            LicenseUri = 'https://opensource.org/licenses/MIT'
        }
    }
}
