#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

# Also an example of how to test a script of your own: on a sandbox, which runs all of the module's code, and with mocks, which run none of it.
# Neither needs a key or a network.

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
    $script = "$PSScriptRoot/../samples/Export-HotLead.ps1"
    $leads = @(
        [Skipcall.SequenceContact]@{
            Id = '1'; SequenceId = 'demo'; Status = 'CONNECTED'; Tags = 'hot-lead', 'vip'
            Contact = @{ FirstName = 'Ada'; LastName = 'Byron, "the first"'; Company = '=HYPERLINK("http://example.org")'; PhoneNumbers = '+447700900123' }
            Calls = @{ Status = 'NO_ANSWER'; StartedAt = '2026-01-14T09:00:00Z' }, @{ Status = 'COMPLETED'; StartedAt = '2026-01-15T10:30:00Z'; DurationSeconds = 150 }
        }
        [Skipcall.SequenceContact]@{ Id = '2'; SequenceId = 'demo'; Status = 'RESPONDER'; Tags = 'hot-lead'; Contact = @{ FirstName = 'Bob' } }
        [Skipcall.SequenceContact]@{ Id = '3'; SequenceId = 'demo'; Tags = 'callback'; Contact = @{ FirstName = 'Cy' } }
    )
}

Describe 'Export-HotLead.ps1 on a sandbox' {
    BeforeEach {
        $file = Join-Path $TestDrive 'hot.csv'
        Remove-Item $file -ErrorAction Ignore
        $sandbox = $leads | New-SkipcallSandbox
        $connection = $sandbox | Connect-Skipcall -PassThru
        $sandbox.ClearRequests()
    }

    AfterAll {
        Disconnect-Skipcall
    }

    It 'writes the hot leads, most recent call first' {
        (& $script -SequenceId demo -Path $file -Connection $connection -WarningAction SilentlyContinue).Name | Should -Be 'hot.csv'
        (Import-Csv $file -UseCulture).Name | Should -Be 'Ada Byron, "the first"', 'Bob'
    }

    It 'lets the service filter' {
        $null = & $script -SequenceId demo -Path $file -Connection $connection -WarningAction SilentlyContinue
        $sandbox.Requests.Tag | Sort-Object -Unique | Should -Be 'hot-lead'
    }

    It 'writes a header if there are none' {
        $null = & $script -SequenceId demo -Path $file -Tag nobody-has-this -Connection $connection -WarningAction SilentlyContinue
        @(Get-Content $file) | Should -HaveCount 1
        Get-Content $file | Should -BeLike '*"Name"?*?"Id"'
    }

    It 'writes CSV for Excel in <_>' -ForEach 'en-US', 'fr-FR', 'de-DE' {
        $kept = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            $null = & $script -SequenceId demo -Path $file -Connection $connection -WarningAction SilentlyContinue
            $rows = @(Import-Csv $file -UseCulture)
        } finally {
            [cultureinfo]::CurrentCulture = $kept
        }

        [System.IO.File]::ReadAllBytes($file)[0..2] | Should -Be 0xEF, 0xBB, 0xBF
        $rows[0].Phone | Should -BeExactly '''+447700900123'
        $rows[0].Company | Should -BeExactly '''=HYPERLINK("http://example.org")'
        $rows[0].Tags | Should -BeExactly 'hot-lead; vip'
        [datetime]::Parse($rows[0].LastCallAt, [cultureinfo] $_) | Should -Be ([datetimeoffset] '2026-01-15T10:30:00Z').LocalDateTime
    }

    It 'leaves the old file as it was if the list can''t be read, and no temporary file' {
        Set-Content $file 'yesterday'
        $broken = $leads | New-SkipcallSandbox -Fault @{ Page = 1; StatusCode = 500; Times = 0 } | Connect-Skipcall -MaximumRetryCount 0 -PassThru
        { & $script -SequenceId demo -Path $file -Connection $broken -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'ServerError,*'
        Get-Content $file | Should -Be 'yesterday'
        Get-ChildItem $TestDrive -Filter *.tmp | Should -BeNullOrEmpty
    }

    It 'waits for the rate limit' -Tag Once {
        $sandbox = New-SkipcallSandbox -Count 500 -RateLimit 2 -RateWindowSec 1
        $sandbox | Connect-Skipcall
        $null = & $script -SequenceId demo -Path $file -WarningAction SilentlyContinue
        @(Import-Csv $file -UseCulture).Count | Should -BeGreaterThan 10
        $sandbox.Requests | Should -HaveCount 3 -Because 'one verified the key, and two readings had to agree'
        $sandbox.Requests.StatusCode | Should -Not -Contain 429
    }
}

Describe 'Export-HotLead.ps1 and .xlsx' {
    BeforeAll {
        $connection = $leads | New-SkipcallSandbox | Connect-Skipcall -PassThru
    }

    AfterAll {
        Disconnect-Skipcall
    }

    It 'writes a workbook with phone numbers and formulas as text, if ImportExcel is installed' {
        if (-not (Get-Module ImportExcel -ListAvailable)) {
            Set-ItResult -Skipped -Because 'the module ImportExcel is not installed'
        }

        $file = & $script -SequenceId demo -Path "$TestDrive/hot.xlsx" -Connection $connection -WarningAction SilentlyContinue
        $package = Open-ExcelPackage $file.FullName
        try {
            $cells = $package.Workbook.Worksheets[1].Cells
            $cells['A1'].Value, $cells['I1'].Value | Should -Be Name, Id
            $cells['A2'].Value | Should -BeExactly 'Ada Byron, "the first"'
            $cells['B2'].Value | Should -BeExactly '=HYPERLINK("http://example.org")'
            $cells['B2'].Formula | Should -BeNullOrEmpty
            $cells['C2'].Value | Should -BeOfType ([string])
            $cells['C2'].Value | Should -BeExactly '+447700900123'
            $cells['C2'].Style.Numberformat.Format | Should -Be '@'
            $cells['I2'].Value | Should -BeOfType ([string])
            [datetime]::FromOADate($cells['G2'].Value) | Should -Be ([datetimeoffset] '2026-01-15T10:30:00Z').LocalDateTime
            $cells['A4'].Value | Should -BeNullOrEmpty
        } finally {
            Close-ExcelPackage $package -NoSave
        }
    }

    It 'names the module that is missing' {
        $kept = $env:PSModulePath
        Remove-Module ImportExcel -ErrorAction Ignore
        try {
            $env:PSModulePath = ''
            { & $script -SequenceId demo -Path "$TestDrive/none.xlsx" -Connection $connection -WarningAction SilentlyContinue } | Should -Throw '*Install-Module ImportExcel*.csv*'
        } finally {
            $env:PSModulePath = $kept
        }

        "$TestDrive/none.xlsx" | Should -Not -Exist
    }
}

Describe 'Export-HotLead.ps1 with mocks' {
    BeforeAll {
        # A mock takes the parameters' types but not their conversions. Without this it would reject what the cmdlet accepts.
        Mock Get-SkipcallSequenceContact -RemoveParameterType Connection { $leads[0] }
        $connection = @{ IsSandbox = $false }
        $file = Join-Path $TestDrive 'mocked.csv'
    }

    It 'asks once for a whole list of hot leads' {
        $null = & $script -SequenceId demo -Path $file -Connection $connection
        Should -Invoke Get-SkipcallSequenceContact -Exactly 1 -ParameterFilter { $SequenceId -eq 'demo' -and $Snapshot -and $Tag -contains 'hot-lead' -and $Connection -eq $connection }
        (Import-Csv $file -UseCulture).Phone | Should -Be '''+447700900123'
    }

    It 'writes no file if the service fails' {
        Mock Get-SkipcallSequenceContact -RemoveParameterType Connection { throw 'The service failed.' }
        { & $script -SequenceId demo -Path (Join-Path $TestDrive 'none.csv') -Connection $connection } | Should -Throw 'The service failed.'
        Join-Path $TestDrive 'none.csv' | Should -Not -Exist
    }

    It 'accepts <Name>' -ForEach @(
        @{ Name = 'a key as text'; Call = { Connect-Skipcall -ApiKey sk_test_x } }
        @{ Name = 'a stand-in for a connection'; Call = { Get-SkipcallSequenceContact demo -Connection 'a stand-in' } }
        @{ Name = 'statuses as text'; Call = { Get-SkipcallSequenceContact demo -Status CONNECTED, RESPONDER } }
        @{ Name = 'paging'; Call = { Get-SkipcallSequenceContact demo -First 5 -Skip 10 } }
    ) {
        Mock Connect-Skipcall -RemoveParameterType ApiKey
        $Call | Should -Not -Throw
    }
}
