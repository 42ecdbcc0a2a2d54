@{
    RootModule             = 'bin/Skipcall.dll'
    NestedModules          = @('bin/Skipcall.Loader.dll')
    ModuleVersion          = '0.2.0'
    GUID                   = '5b0d7d8e-3f0c-4c3b-9a57-6d2f1c0e8a41'
    Author                 = 'The Skipcall for PowerShell contributors'
    CompanyName            = 'The Skipcall for PowerShell contributors'
    Copyright              = '(c) The Skipcall for PowerShell contributors. MIT licence.'
    Description            = 'Gets the contacts of Skipcall (sales dialer) sequences as typed objects: the complete list, or a clear error or warning. Paging and rate-limit waits happen inside the cmdlets. Independent project, not affiliated with Skipcall.'
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Desktop', 'Core')
    TypesToProcess         = @('Skipcall.Types.ps1xml')
    FormatsToProcess       = @('Skipcall.Format.ps1xml')
    CmdletsToExport        = @(
        'Confirm-SkipcallSequenceChange'
        'Connect-Skipcall'
        'Disconnect-Skipcall'
        'Get-SkipcallConnection'
        'Get-SkipcallSequenceChange'
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

- `Get-SkipcallSequenceChange` and `Confirm-SkipcallSequenceChange`: what changed in a sequence since the last confirmed run.
- `Step-SkipcallSandbox` makes days pass in a sandbox, and `New-SkipcallSandbox` takes contacts from CLIXML, JSON, CSV and
  hashtables, and has `-Date`.
- `CallCount`, `LastCall`, `LastCallAt` and `TalkTime` on contacts; `IsAnswered`, `ContactId`, `FullName` and `PhoneNumber` on calls.
- `-Connection` takes several connections.
- `./build.ps1 Install`, samples for Excel, Power BI and scheduled jobs, a probe that checks the module against your account, and
  a comparison with the vendor's specification.

### Changed

- A tag is equal to its label and a phone number to its text, so `-contains`, `-in`, `-eq`, `Sort-Object -Unique` and
  `Compare-Object` work.
- Contacts survive CLIXML, jobs and remoting. Times are at the local offset. Every column of a view is a property of that name.
- `-ThrottleLimit` is automatic unless given, and large budgets are used up to the end of the window.
- Several values of `-Tag` or `-Status` are one read with one receipt.
- A failed `Connect-Skipcall` leaves no connection, and `Import-Module -Force` keeps it.
- Messages, help and readme are rewritten.

### Fixed

- A record that can't be read makes the receipt incomplete, and `-Snapshot` fails on it.
- Responses are checked against the request: ignored filters, other page sizes, contradictory totals, cached and repeated pages.
- Progress can't end a scan. Switches count by value, so `-All:$false` is not `-All`.
- `-ProxyCredential` is sent, and a 407 is not retried.
- The key is removed from everything the module says, whatever its form, and so are user names and passwords in URIs.
- Every failure has a documented error id; bodies, pages and waits have limits.
- A new `Connect-Skipcall` is not blocked by a wait that an earlier connection was told to make.

### Removed

- The public class `[Skipcall.Format]`.
'@
        }
    }
}
