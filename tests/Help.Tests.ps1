#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester passes variables from BeforeAll to It.')]
param()

# The help pages in docs, the help file made of them and the cmdlets say the same. After a change of a page: tools/ExportHelp.ps1.
# After a change of what an example writes: tools/HelpExamples.ps1 -Update first.

BeforeDiscovery {
    $root = "$PSScriptRoot/.."
    $commands = (Import-PowerShellDataFile "$root/Skipcall.psd1").CmdletsToExport
    $scripts = (Get-ChildItem "$root/tools/*.ps1", "$root/build.ps1").Name
}

BeforeAll {
    Import-Module "$PSScriptRoot/../Skipcall.psd1" -Force
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $root = (Resolve-Path "$PSScriptRoot/..").Path
    $module = Get-Module Skipcall
    $multiline = [System.Text.RegularExpressions.RegexOptions] 'Multiline, Singleline'

    function Get-Section ([string] $Text, [string] $Title) {
        [regex]::Match($Text, "^## $Title\n(.*?)(?=^## |\z)", $multiline).Groups[1].Value.Trim()
    }

    function Get-Part ([string] $Text, [string] $Title) {
        foreach ($part in [regex]::Matches((Get-Section $Text $Title), '^### ([^\n]+)\n(.*?)(?=^### |\z)', $multiline)) {
            [pscustomobject]@{ Title = $part.Groups[1].Value; Body = $part.Groups[2].Value.Trim() }
        }
    }

    function Get-YamlList ([string] $Yaml, [string] $Key) {
        [regex]::Match($Yaml, "\n${Key}:\n((?:- .*\n)+)").Groups[1].Value -split "`n" | Where-Object { $_ } | ForEach-Object { $_.Substring(2) }
    }

    function Get-YamlValue ([string] $Yaml, [string] $Key) {
        [regex]::Match($Yaml, "\n${Key}: (.*)\n").Groups[1].Value.Trim("'")
    }

    # A parameter of a page: its description, and what its YAML block says.
    function Get-PageParameter ($Part) {
        $block = [regex]::Match($Part.Body, '\n```yaml\n(.*)\n```$', $multiline)
        $yaml = "`n" + $block.Groups[1].Value + "`n"
        $sets = [regex]::Matches($yaml, '\n- Name: (.+)\n  Position: (.+)\n  IsRequired: (.+)\n  ValueFromPipeline: (.+)\n  ValueFromPipelineByPropertyName: (.+)\n  ValueFromRemainingArguments: (.+)(?=\n)')
        [pscustomobject]@{
            Name           = $Part.Title.Substring(1)
            Description    = $Part.Body.Substring(0, $block.Index).Trim()
            DefaultValue   = Get-YamlValue $yaml DefaultValue
            AcceptedValues = @(Get-YamlList $yaml AcceptedValues)
            Type           = Get-YamlValue $yaml Type
            Aliases        = (Get-YamlList $yaml Aliases) -join ', '
            Sets           = @($sets | ForEach-Object { $_.Groups[1..6].Value -join ' ' } | Sort-Object) -join "`n"
        }
    }

    # An example of a page: words, code, and what it writes.
    function Get-PageExample ([string] $Name, $Part) {
        $form = [regex]::Match($Part.Body, '^(?<words>.+?)\n\n```powershell\n(?<code>.+?)\n```(\n\n```Output\n(?<output>.+?)\n```)?$', 'Singleline, ExplicitCapture')
        [pscustomobject]@{
            Name   = $Name + '/' + [regex]::Match($Part.Title, '^Example (\d+): ').Groups[1].Value
            Title  = $Part.Title
            Valid  = $form.Success
            Words  = $form.Groups['words'].Value
            Code   = $form.Groups['code'].Value
            Output = $form.Groups['output'].Value
        }
    }

    $pages = [ordered]@{}
    foreach ($file in Get-ChildItem "$root/docs/*-Skipcall*.md" | Sort-Object Name) {
        $text = Read-Text $file.FullName
        $front = @{}
        foreach ($line in [regex]::Match($text, '\A---\n(.*?)\n---\n', $multiline).Groups[1].Value -split "`n") {
            $key, $value = $line -split ':\s*', 2
            $front[$key] = $value
        }

        $pages[$file.BaseName] = [pscustomobject]@{
            Name        = $file.BaseName
            Path        = $file.FullName
            FrontMatter = $front
            Synopsis    = Get-Section $text SYNOPSIS
            Description = Get-Section $text DESCRIPTION
            Notes       = Get-Section $text NOTES
            Syntax      = @(Get-Part $text SYNTAX)
            Parameters  = @(Get-Part $text PARAMETERS | Where-Object Title -Like '-*' | ForEach-Object { Get-PageParameter $_ })
            Examples    = @(Get-Part $text EXAMPLES | ForEach-Object { Get-PageExample $file.BaseName $_ })
            Parts       = @(Get-Part $text INPUTS) + @(Get-Part $text OUTPUTS)
            Links       = @([regex]::Matches((Get-Section $text 'RELATED LINKS'), '(?m)^- \[(.+)\]\((.+)\)$') | ForEach-Object { $_.Groups[1].Value })
        }
    }

    $maml = @{}
    $mamlPath = "$root/en-US/Skipcall.dll-Help.xml"
    foreach ($entry in ([xml] (Read-Text $mamlPath)).DocumentElement.SelectNodes('*')) {
        $maml[$entry.details.name] = $entry
    }

    function Get-Paragraph ($Element) {
        (@($Element.SelectNodes('*[local-name()="para"]') | ForEach-Object { ($_.InnerText -replace "`r").Trim("`n") }) -join "`n`n").Trim("`n")
    }

    # The parameters of the cmdlet's own, with those for paging and confirmation.
    function Get-OwnParameter ($Command) {
        $Command.Parameters.Values | Where-Object Name -NotIn ([System.Management.Automation.Cmdlet]::CommonParameters) | Sort-Object { $_.Name } -Culture ''
    }
}

AfterAll {
    Disconnect-Skipcall
}

Describe 'Help' {
    It 'has a page and an entry in the help file for every cmdlet' {
        $pages.Keys | Should -Be ($module.ExportedCmdlets.Keys | Sort-Object)
        $maml.Keys | Sort-Object | Should -Be ($module.ExportedCmdlets.Keys | Sort-Object)
    }

    It 'has no placeholders and no broken links' {
        $files = @($pages.Values.Path) + @(Get-ChildItem "$root/en-US/about_*.help.txt").FullName + $mamlPath + "$root/README.md"
        foreach ($file in $files) {
            $text = Read-Text $file
            $text | Should -Not -Match '\{\{|Fill in' -Because $file
            foreach ($link in [regex]::Matches($text, '\]\((?!https?:|#)([^)#\s]+)')) {
                Join-Path (Split-Path $file) $link.Groups[1].Value | Should -Exist -Because $file
            }
        }
    }
}

Describe 'Help for <_>' -ForEach $commands {
    BeforeAll {
        $name = $_
        $page = $pages[$name]
        $command = $module.ExportedCmdlets[$name]
        $entry = $maml[$name]
    }

    It 'is complete and names its cmdlet' {
        $page.FrontMatter['title'] | Should -Be $name
        $page.FrontMatter['external help file'] | Should -Be 'Skipcall.dll-Help.xml'
        $page.FrontMatter['HelpUri'] | Should -Be $command.HelpUri
        $page.FrontMatter['HelpUri'] | Should -BeLike "*/docs/$name.md"
        foreach ($text in @($page.Synopsis, $page.Description, $page.Notes) + @($page.Parameters | ForEach-Object Description) + $page.Parts.Body) {
            $text | Should -Not -BeNullOrEmpty
        }

        $page.Examples.Count | Should -BeGreaterOrEqual 3
        $page.Links | Should -Not -BeNullOrEmpty
    }

    It 'describes the parameters of the cmdlet, with types, aliases, positions and defaults' {
        $own = @(Get-OwnParameter $command)
        $page.Parameters.Name | Should -Be $own.Name
        $instance = [Activator]::CreateInstance($command.ImplementingType)
        for ($i = 0; $i -lt $own.Count; $i++) {
            $real, $said = $own[$i], $page.Parameters[$i]
            $said.Type | Should -Be $real.ParameterType.ToString() -Because $real.Name
            $said.Aliases | Should -Be ($real.Aliases -join ', ') -Because $real.Name
            $said.Sets | Should -Be (@(foreach ($set in $real.ParameterSets.GetEnumerator()) {
                        $setName = if ($set.Key -eq '__AllParameterSets') { '(All)' } else { $set.Key }
                        $position = if ($set.Value.Position -eq [int]::MinValue) { 'Named' } else { $set.Value.Position }
                        $flags = $set.Value.IsMandatory, $set.Value.ValueFromPipeline, $set.Value.ValueFromPipelineByPropertyName, $set.Value.ValueFromRemainingArguments
                        "$setName $position $($flags | ForEach-Object { "$_".ToLowerInvariant() })"
                    }) | Sort-Object | Out-String).Trim().Replace("`r", '') -Because $real.Name

            $type = @($real.ParameterType.GetElementType(), $real.ParameterType.GenericTypeArguments, $real.ParameterType) | ForEach-Object { $_ } | Select-Object -First 1
            $values = if ($type.IsEnum) {
                [enum]::GetNames($type)
            } else {
                $real.Attributes | Where-Object { $_ -is [System.Management.Automation.ValidateSetAttribute] } | ForEach-Object ValidValues
            }
            $said.AcceptedValues | Should -Be @($values) -Because $real.Name

            if ($property = $instance.GetType().GetProperty($real.Name)) {
                $value = $property.GetValue($instance)
                $text = if ($value -is [array]) { '' } elseif ($value -is [uri]) { $value.OriginalString } else { [Convert]::ToString($value, [cultureinfo]::InvariantCulture) }
                $said.DefaultValue | Should -BeExactly $text -Because $real.Name
            }
        }
    }

    It 'shows the syntax of the cmdlet' {
        # The order of the parameters may differ.
        function Get-SyntaxWord ([string] $Syntax) {
            (($Syntax -replace '\s+', ' ').Trim() -split ' \[-' | ForEach-Object { $_.TrimStart('[', '-') } | Sort-Object) -join ' '
        }

        $real = foreach ($set in $command.ParameterSets) {
            $default = if ($set.IsDefault -and $command.ParameterSets.Count -gt 1) { ' (Default)' }
            "$($set.Name)$default | $(Get-SyntaxWord "$name $set")"
        }
        $page.Syntax | ForEach-Object { "$($_.Title) | $(Get-SyntaxWord $_.Body.Trim('`'))" } | Sort-Object | Should -Be ($real | Sort-Object)
    }

    It 'is the same in the help file' {
        # Without the backticks that mark code on the page.
        Get-Paragraph $entry.details.description | Should -BeExactly $page.Synopsis.Replace('`', '')
        Get-Paragraph $entry.description | Should -BeExactly $page.Description.Replace('`', '')
        Get-Paragraph $entry.alertSet.alert | Should -BeExactly $page.Notes.Replace('`', '')

        $described = @($entry.SelectNodes('*[local-name()="parameters"]/*'))
        $described | ForEach-Object { "-$($_.name) ($($_.defaultValue)): $(Get-Paragraph $_.description)" } |
            Should -BeExactly ($page.Parameters | ForEach-Object { "-$($_.Name) ($(if ($_.DefaultValue) { $_.DefaultValue } else { 'None' })): $($_.Description.Replace('`', ''))" })
        foreach ($parameter in $described) {
            $real = $command.Parameters[$parameter.name]
            $parameter.type.name | Should -Be $real.ParameterType.ToString()
            $parameter.GetAttribute('aliases') | Should -Be $(if ($real.Aliases.Count) { $real.Aliases -join ', ' } else { 'none' })
        }

        $own = @(Get-OwnParameter $command).Name
        $entry.syntax.SelectNodes('*') | ForEach-Object { ($_.parameter.name | Sort-Object) -join ' ' } | Sort-Object | Should -Be (
            $command.ParameterSets | ForEach-Object { ($_.Parameters.Name | Where-Object { $_ -in $own } | Sort-Object) -join ' ' } | Sort-Object)

        $entry.examples.SelectNodes('*') | ForEach-Object { "$($_.title)`n$(Get-Paragraph $_.introduction)`n$($_.code)`n$(Get-Paragraph $_.remarks)" -replace "`r" } |
            Should -BeExactly ($page.Examples | ForEach-Object { "--- $($_.Title) ---`n$($_.Words.Replace('`', ''))`n$($_.Code)`n$($_.Output)" })

        $entry.relatedLinks.SelectNodes('*') | ForEach-Object linkText | Should -Be (@('Online Version') + $page.Links)
        $entry.SelectSingleNode('.//*[local-name()="uri"]').InnerText | Should -Be $command.HelpUri
    }

    It 'is found by Get-Help' {
        $help = Get-Help $name -Full
        $help.Synopsis.Trim() | Should -BeExactly $page.Synopsis
        # Backticks are left at the end of a line of code, and in the names of generic types.
        $help | Out-String -Width 500 | Should -Not -Match '`(?![\r\n\d])'
        foreach ($parameter in $command.Parameters.Values | Where-Object { $_.ParameterType.IsArray }) {
            $help.syntax | Out-String | Should -Match "-$($parameter.Name)\W+<[\w.]+\[\]>" -Because 'it takes several values'
        }
        @((Get-Help $name -Examples).examples.example) | Should -HaveCount $page.Examples.Count
        @($help.relatedLinks.navigationLink)[0].uri | Should -Be $page.FrontMatter['HelpUri']
        if ($page.Parameters) {
            @(Get-Help $name -Parameter * | Where-Object { $_.description.Text }) | Should -HaveCount $page.Parameters.Count
        }
    }

    It 'has numbered examples of words, code and output, with cmdlets and parameters that exist' {
        for ($i = 0; $i -lt $page.Examples.Count; $i++) {
            $page.Examples[$i].Name | Should -Be "$name/$($i + 1)"
            $page.Examples[$i].Valid | Should -BeTrue -Because $page.Examples[$i].Name
            Get-CodeProblem $page.Examples[$i].Code | Should -BeNullOrEmpty -Because $page.Examples[$i].Name
        }
    }
}

Describe 'The examples (PowerShell 7)' -Tag Once -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
    BeforeAll {
        $notRun = @(
            'Connect-Skipcall/1' # prompts for the key
            'Connect-Skipcall/2' # needs a vault
            'Connect-Skipcall/3' # connects to the service
            'Connect-Skipcall/7' # needs a proxy
        )
        $results = & "$root/tools/HelpExamples.ps1" -Exclude $notRun
    }

    It 'run, except those that need the service' {
        $results.Name | Should -Be ($pages.Values.Examples.Name | Where-Object { $_ -notin $notRun })
        $notRun | Where-Object { $_ -notin $pages.Values.Examples.Name } | Should -BeNullOrEmpty
    }

    It 'write what their pages show' {
        foreach ($result in $results) {
            $result.Failure | Should -BeNullOrEmpty -Because $result.Name
            $result.Output | Should -BeExactly ($pages.Values.Examples | Where-Object Name -EQ $result.Name).Output -Because $result.Name
        }
    }
}

Describe 'Help for Get-SkipcallSequenceContact' {
    It 'explains every status' {
        $help = Get-Help Get-SkipcallSequenceContact -Full | Out-String
        $statuses = [enum]::GetNames([Skipcall.SequenceContactStatus]) + @(
            'NOT_INITIATED', 'INITIATED', 'QUEUED', 'RINGING', 'IN_PROGRESS', 'BUSY', 'NO_ANSWER', 'MISSED_CALL', 'VOICEMAIL'
            'CONNECTED', 'CANCELLED', 'COMPLETED', 'ERROR_NUMBER', 'ERROR_COUNTRY', 'UNKNOWN_ERROR'
        )
        foreach ($status in $statuses) {
            $help | Should -MatchExactly "- $($status): \w"
        }
    }
}

Describe 'The script <_>' -Tag Once -ForEach $scripts -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
    It 'has help' {
        $file = Get-Item "$root/$_", "$root/tools/$_" -ErrorAction Ignore
        # Without it, Get-Help makes a synopsis of the syntax.
        (Get-Help $file.FullName).Synopsis | Should -BeLike '*.'
        (Get-Help $file.FullName).Synopsis | Should -Not -BeLike "$_*"
    }
}
