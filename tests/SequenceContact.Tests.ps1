#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
}

Describe 'A contact made from a hashtable' {
    It 'has what it was given' {
        $name = "Zo$([char] 0xE9)"
        $contact = [Skipcall.SequenceContact]@{ Id = '1'; Status = 'CONNECTED'; Tags = 'hot-lead', 'vip'; Contact = @{ FirstName = $name } }
        $contact.Tags.ToString() | Should -Be 'hot-lead; vip'
        $contact.FullName | Should -Be $name
        "$contact" | Should -Be "$name (CONNECTED)"
        $contact.Calls.ToString() | Should -Be ''
    }

    It '<Script> has "<Text>" as <Property>' -ForEach @(
        @{ Script = '[Skipcall.SequenceContact]@{ Tags = ''vip'' }'; Property = 'Tags'; Text = 'vip' }
        @{ Script = '[Skipcall.SequenceContact]@{ Contact = @{ PhoneNumbers = ''+33612345678'' } }'; Property = 'PhoneNumber'; Text = '+33612345678' }
        @{ Script = '[Skipcall.SequenceContact]@{ Tags = $null }'; Property = 'Tags'; Text = '' }
        @{
            Script   = '[Skipcall.SequenceContact]@{ Calls = @{ Status = ''COMPLETED''; DurationSeconds = 150; StartedAt = ''2024-01-15T10:30:00Z'' } }'
            Property = 'Calls'
            Text     = 'COMPLETED 2024-01-15T10:30:00Z 150s'
        }
        @{ Script = '[Skipcall.SequenceContact]@{ Calls = @{ Status = ''BUSY'' }, @{ Status = ''MISSED_CALL'' } }'; Property = 'Calls'; Text = 'BUSY; MISSED_CALL' }
        @{ Script = '[Skipcall.Call]@{ DurationSeconds = 90.5 }'; Property = 'Duration'; Text = '00:01:30.5000000' }
        @{ Script = '[Skipcall.SequenceContact]@{ Id = ''x'' }'; Property = 'Status'; Text = $null }
    ) {
        $value = (& ([scriptblock]::Create($Script))).$Property
        if ($null -eq $Text) { $value | Should -Be $null } else { $value.ToString() | Should -BeExactly $Text }
    }
}

Describe 'Every public type' {
    It 'can be converted to text' {
        $types = (Get-Command Connect-Skipcall).ImplementingType.Assembly.GetExportedTypes() |
            Where-Object { $_.Namespace -eq 'Skipcall' -and $_.IsClass -and -not $_.IsAbstract -and -not $_.IsSubclassOf([Exception]) }
        $types.Name | Should -Contain SequenceContact
        $types | Where-Object { $_.GetMethod('ToString', [type]::EmptyTypes).DeclaringType -eq [object] } | Should -BeNullOrEmpty
    }
}
