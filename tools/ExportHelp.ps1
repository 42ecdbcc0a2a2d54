<#
.SYNOPSIS
    Makes en-US/Skipcall.dll-Help.xml, which Get-Help reads, from the help pages in docs.
.DESCRIPTION
    Needs the module Microsoft.PowerShell.PlatyPS. A page of a cmdlet that the module does not export is left out.
#>
#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Microsoft.PowerShell.PlatyPS'; ModuleVersion = '1.0.3' }
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
$root = (Resolve-Path "$PSScriptRoot/..").Path
$temporary = Join-Path ([IO.Path]::GetTempPath()) "skipcall-help-$PID-$(Get-Random)"

$namespaces = @{ maml = 'http://schemas.microsoft.com/maml/2004/10'; dev = 'http://schemas.microsoft.com/maml/dev/2004/10' }

function Write-Paragraph([Xml.XmlElement] $Element, [string[]] $Text) {
    $Element.RemoveAll()
    foreach ($paragraph in $Text) {
        $Element.AppendChild($Element.OwnerDocument.CreateElement('maml', 'para', $namespaces.maml)).InnerText = $paragraph
    }
}

function Select-Child([Xml.XmlElement] $Element, [string] $Name) {
    $Element.SelectSingleNode("*[local-name()='$Name']")
}

try {
    $exported = (Import-PowerShellDataFile "$root/Skipcall.psd1").CmdletsToExport
    $help = Import-MarkdownCommandHelp -Path "$root/docs/*-Skipcall*.md" | Where-Object Title -In $exported
    $file = $help | Export-MamlCommandHelp -OutputFolder $temporary -Force
    $maml = [xml]::new()
    $maml.Load($file.FullName)

    foreach ($command in $maml.DocumentElement.SelectNodes('*')) {
        $page = $help | Where-Object Title -EQ $command.details.name

        # PlatyPS puts all of an example into its introduction, fences and all, with U+0080 for each blank line: here code, words and
        # output go where Get-Help looks for them.
        $examples = @($command.examples.example)
        for ($i = 0; $i -lt $examples.Count; $i++) {
            if ($page.Examples[$i].Remarks -replace '\r' -notmatch '(?s)^\s*(?<words>.+?)\s*```powershell\n(?<code>.*?)\n```(\s*```Output\n(?<output>.*?)\n?```)?\s*$') {
                throw "$($page.Title), $($page.Examples[$i].Title): an example is words, code, and perhaps output."
            }

            (Select-Child $examples[$i] 'title').InnerText = "--- $($page.Examples[$i].Title) ---"
            Write-Paragraph (Select-Child $examples[$i] 'introduction') ($Matches['words'] + "`n`n")
            (Select-Child $examples[$i] 'code').InnerText = $Matches['code']
            Write-Paragraph (Select-Child $examples[$i] 'remarks') @(if ($Matches['output']) { $Matches['output'] }; '')
        }

        # A list shows as its type, not as one of its values.
        foreach ($group in @($command.SelectNodes('.//*[local-name()="parameterValueGroup"][contains(../*[local-name()="parameterValue"], "[]")]'))) {
            $null = $group.ParentNode.RemoveChild($group)
        }

        # It leaves the default values out.
        foreach ($parameter in (Select-Child $command 'parameters').SelectNodes('*')) {
            $default = ($page.Parameters | Where-Object Name -EQ $parameter.name).DefaultValue
            $parameter.AppendChild($maml.CreateElement('dev', 'defaultValue', $namespaces.dev)).InnerText = if ($default) { $default } else { 'None' }
        }

        # Backticks mark code on the page; in a console they are in the way. (Elements of examples for code and output are not touched.)
        foreach ($paragraph in $command.SelectNodes('.//*[local-name()="para"][not(ancestor::*[local-name()="remarks"])]')) {
            $paragraph.InnerText = $paragraph.InnerText.Replace('`', '')
        }

        # An address relative to the page leads nowhere in a console; the name alone does.
        foreach ($link in @($command.relatedLinks.navigationLink | Where-Object uri -NotLike 'https:*')) {
            (Select-Child $link 'uri').InnerText = ''
        }
    }

    $settings = [Xml.XmlWriterSettings]@{ Indent = $true; NewLineChars = "`n"; Encoding = [Text.UTF8Encoding]::new($false) }
    $writer = [Xml.XmlWriter]::Create("$root/en-US/Skipcall.dll-Help.xml", $settings)
    $maml.Save($writer)
    $writer.WriteWhitespace("`n")
    $writer.Dispose()
} finally {
    Remove-Item $temporary -Recurse -Force -ErrorAction Ignore
}
