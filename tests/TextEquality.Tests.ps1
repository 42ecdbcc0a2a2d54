#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

# A tag equals its label, and a phone number its number.

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
    New-SkipcallSandbox | Connect-Skipcall
    $c = Get-SkipcallSequenceContact demo -All
}

AfterAll {
    Disconnect-Skipcall
}

Describe 'A tag' {
    BeforeAll {
        $tag = [Skipcall.Tag]@{ Label = 'Hot-Lead'; Id = '1' }
        $same = [Skipcall.Tag]@{ Label = 'hot-lead'; Id = '2' }
    }

    It 'equals its label on both sides, ignoring case' {
        $tag -eq 'hot-lead' | Should -BeTrue
        'hot-lead' -eq $tag | Should -BeTrue
        $tag -eq $same | Should -BeTrue
        $tag -ne 'vip' | Should -BeTrue
        'vip' -ne $tag | Should -BeTrue
        $tag -eq [Skipcall.Tag] 'vip' | Should -BeFalse
        $tag -eq $null | Should -BeFalse
        $null -eq $tag | Should -BeFalse
        $tag.GetHashCode() | Should -Be $same.GetHashCode()
    }

    It 'does not equal a phone number with the same text' {
        ([Skipcall.Tag] '+33612345678').Equals([Skipcall.PhoneNumber] '+33612345678') | Should -BeFalse
    }

    It 'matches a label in switch' {
        $found = switch ([Skipcall.Tag[]] ('vip', 'Hot-Lead')) { 'hot-lead' { 'hot' } 'vip' { 'important' } default { 'other' } }
        $found | Should -Be important, hot
    }

    It 'counts as its label for <_>' -ForEach 'Sort-Object -Unique', 'Select-Object -Unique', 'Get-Unique', 'Group-Object | ForEach-Object Name' {
        if ($_ -eq 'Select-Object -Unique' -and $PSVersionTable.PSVersion.Major -lt 7) {
            Set-ItResult -Skipped -Because 'Windows PowerShell compares the properties'
        }

        $tags = $tag, $same, [Skipcall.Tag] 'vip'
        $labels = [scriptblock]::Create("`$tags | $_").InvokeWithContext($null, @([psvariable]::new('tags', $tags))) | ForEach-Object { "$_" }
        $labels | Sort-Object | Should -Be 'Hot-Lead', 'vip'
    }

    It 'gives the same groups as its label, over all contacts' {
        $byTag = $c.Tags | Group-Object | Sort-Object Name | ForEach-Object { "$($_.Name)=$($_.Count)" }
        $byLabel = $c.Tags.Label | Group-Object | Sort-Object Name | ForEach-Object { "$($_.Name)=$($_.Count)" }
        $byTag | Should -Be $byLabel
        @($c.Tags | Sort-Object -Unique) | Should -HaveCount @($c.Tags.Label | Sort-Object -Unique).Count
    }

    It 'compares by label with Compare-Object' {
        $difference = Compare-Object ([Skipcall.Tag[]] ('vip', 'hot-lead')) ([Skipcall.Tag[]] ('Hot-Lead', 'follow-up'))
        $difference | ForEach-Object { "$($_.InputObject) $($_.SideIndicator)" } | Sort-Object | Should -Be 'follow-up =>', 'vip <='
        Compare-Object ([Skipcall.Tag[]] ('vip', 'hot-lead')) ('hot-lead', 'vip') | Should -BeNullOrEmpty
    }

    It 'is found by its label in a hashtable of groups' {
        $groups = $c.Tags | Group-Object -AsHashTable -AsString
        $groups['hot-lead'].Count | Should -Be 33
    }

    It 'is found by its label as a key of a table that ignores case' {
        $table = [Collections.Hashtable]::new([StringComparer]::OrdinalIgnoreCase)
        $table[$tag] = 1
        $table['hot-lead'] | Should -Be 1
        $table[$same] | Should -Be 1
    }
}

Describe 'A phone number' {
    It 'equals its number on both sides' {
        $number = [Skipcall.PhoneNumber]@{ Number = '+33612345678'; Id = '1' }
        $number -eq '+33612345678' | Should -BeTrue
        '+33612345678' -eq $number | Should -BeTrue
        $number -eq [Skipcall.PhoneNumber] '+33612345678' | Should -BeTrue
        $number -eq '+33612345679' | Should -BeFalse
        $number.GetHashCode() | Should -Be ([Skipcall.PhoneNumber] '+33612345678').GetHashCode()
    }

    It 'is found in a list by its number' {
        $number = $c[3].Contact.PhoneNumbers[1].Number
        @($c | Where-Object PhoneNumbers -Contains $number) | Should -HaveCount 1
        @($c | Where-Object { $number -in $_.Contact.PhoneNumbers }) | Should -HaveCount 1
        @($c | Where-Object { $_.PhoneNumbers.Contains($number) }) | Should -HaveCount 1
        $c[3].PhoneNumbers -eq $number | Should -HaveCount 1
        Compare-Object $c[3].PhoneNumbers $c[3].PhoneNumbers.Number | Should -BeNullOrEmpty
    }
}
