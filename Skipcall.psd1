@{
    RootModule             = 'bin/Skipcall.dll'
    NestedModules          = @('bin/Skipcall.Loader.dll')
    ModuleVersion          = '0.2.0'
    GUID                   = '5b0d7d8e-3f0c-4c3b-9a57-6d2f1c0e8a41'
    Author                 = 'The Skipcall for PowerShell contributors'
    CompanyName            = 'The Skipcall for PowerShell contributors'
    Copyright              = '(c) The Skipcall for PowerShell contributors. MIT licence.'
    Description            = 'Gets the contacts of Skipcall (sales dialer) sequences as typed objects. Paging, retries and rate-limit waits happen inside the cmdlets, and an incomplete list is reported by an error or a warning. Independent project, not affiliated with Skipcall.'
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

- `Get-SkipcallSequenceChange` and `Confirm-SkipcallSequenceChange` get what changed in a sequence since the last confirmed run.
- `Step-SkipcallSandbox` lets days pass in a sandbox. `New-SkipcallSandbox` accepts contacts from CLIXML, JSON, CSV and hashtables,
  and has a parameter `-Date`.
- `Connect-Skipcall -Record` and `New-SkipcallSandbox -Tape` record a session without personal data and replay it.
- `CallCount`, `LastCall`, `LastCallAt` and `TalkTime` on contacts; `IsAnswered`, `ContactId`, `FullName` and `PhoneNumber` on calls.
- `-Connection` accepts several connections.
- `Connect-Skipcall -NotDefault` connects without replacing the connection of the session.
- `./build.ps1 Install`, samples for Excel, Power BI and scheduled jobs, a script that compares the module's assumptions with your
  account, and one that compares them with the vendor's specification.

### Changed

- A tag is equal to its label and a phone number to its text, so `-contains`, `-in`, `-eq`, `Sort-Object -Unique` and
  `Compare-Object` work.
- Contacts keep their types in CLIXML, jobs and remoting. Times are local. Each column of a table is a property with the same name.
- `-ThrottleLimit` is chosen automatically by default. Large rate limits are used fully until the end of the window.
- Several values of `-Tag` or `-Status` are read as one list with one receipt.
- A failed `Connect-Skipcall` leaves no connection. `Import-Module -Force` keeps the connection.
- Contacts piped to `Get-SkipcallSequenceContact` name their sequence, which is read once.
- Tables leave out columns in a narrow window instead of cutting all of them short.
- Error messages, help and README are easier to read.

### Fixed

- A record that can't be read makes the receipt incomplete, and `-Snapshot` fails on it.
- Responses are checked against the request: ignored filters, other page sizes, contradictory totals, and cached or repeated pages are
  noticed.
- A list that the service never ends is an error after many pages beyond its total, instead of being read forever.
- `-Status CONNECTED,ERROR`, which `pwsh -File` passes as one text, selects these two statuses, and not a third.
- The progress display can no longer end a command. `-All:$false` no longer counts as `-All`.
- `-ProxyCredential` is sent, and a 407 is not retried.
- The key is removed from all output, whatever its form, and so are user names and passwords in URIs.
- Every failure has a documented error id. The sizes of responses and pages and the length of waits are limited.
- A new `Connect-Skipcall` is no longer blocked by an extremely long wait that an earlier response required.

### Removed

- The public class `[Skipcall.Format]`.
'@
        }
    }
}
