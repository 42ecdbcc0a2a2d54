using System.Collections;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Skipcall.Package.Tests.Checks;

namespace Skipcall.Package.Tests;

public sealed class PackageTests
{
    private static Hashtable Data => (Hashtable)((Hashtable)BuildOutput.Module.ReadManifest()["PrivateData"]!)["PSData"]!;

    [Fact]
    public void The_package_has_only_expected_files() => Findings.None(Contents.Misplaced(BuildOutput.Module));

    [Fact]
    public void The_cmdlets_are_exported() => Findings.None(Contents.ExportsNotCmdlets(BuildOutput.Module));

    [Fact]
    public void Every_cmdlet_has_help() => Findings.None(Contents.ExportsNotHelp(BuildOutput.Module));

    [Fact]
    public void An_extra_file_is_detected()
    {
        using var copy = new ModuleCopy();
        File.WriteAllText(copy.Folder.At("bin/Skipcall.deps.json"), "{}");
        File.Copy(BuildOutput.ProbeDependency, copy.Folder.At("bin/desktop/Mono.Cecil.dll"));
        File.Copy(Path.Combine(BuildOutput.PowerShellStandard, "System.Management.Automation.dll"), copy.Folder.At("bin/desktop/System.Management.Automation.dll"));
        Assert.Equal(
            [
                "bin/Skipcall.deps.json does not belong here.",
                "bin/desktop/Mono.Cecil.dll is needed by nothing.",
                "bin/desktop/System.Management.Automation.dll is PowerShell's own.",
            ],
            Contents.Misplaced(copy.Folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_missing_file_is_detected()
    {
        using var copy = new ModuleCopy();
        File.Delete(copy.Folder.At("LICENSE"));
        Assert.Equal(["LICENSE is missing."], Contents.Misplaced(copy.Folder));
    }

    [Fact]
    public void A_cmdlet_that_is_not_exported_is_detected()
    {
        using var copy = new ModuleCopy();
        copy.EditManifest("        'Disconnect-Skipcall'\n", "        'Disconnect-Skypcall'\n");
        Assert.Equal(
            ["Disconnect-Skypcall is exported and not in Skipcall.dll.", "Disconnect-Skipcall is in Skipcall.dll and not exported."],
            Contents.ExportsNotCmdlets(copy.Folder));
    }

    [Fact]
    public void A_missing_or_extra_help_entry_is_detected()
    {
        using var copy = new ModuleCopy();
        Directory.CreateDirectory(copy.Folder.At("en-US"));
        var names = Contents.Exports(copy.Folder).Skip(1).Append("Get-Nothing");
        XNamespace command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
        new XElement("helpItems", names.Select(name => new XElement(command + "command", new XElement(command + "details", new XElement(command + "name", name)))))
            .Save(copy.Folder.At("en-US/Skipcall.dll-Help.xml"));
        Assert.Equal(["Confirm-SkipcallSequenceChange is exported and not in the help.", "Get-Nothing is in the help and not exported."], Contents.ExportsNotHelp(copy.Folder));
    }

    [Fact]
    public void The_release_notes_are_the_newest_entry_of_the_changelog()
    {
        var version = (string)BuildOutput.Module.ReadManifest()["ModuleVersion"]!;
        var changelog = File.ReadAllText(Path.Combine(Repository.Root, "CHANGELOG.md"));
        var newest = Regex.Match(changelog, @"^## \[(?<version>[^\]]+)\].*?\n(?<notes>.*?)(?=^## |^\[)", RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.Equal(version, newest.Groups["version"].Value);
        Assert.Equal(newest.Groups["notes"].Value.Trim(), Lines((string)Data["ReleaseNotes"]!));
    }

    [Fact]
    public void The_package_has_the_files_of_the_folder_byte_for_byte()
    {
        using var package = ZipFile.OpenRead(BuildOutput.Package);
        string[] packaging = ["Skipcall.nuspec", "[Content_Types].xml", "_rels/.rels", "package/services/metadata/core-properties/nuget.psmdcp"];
        Assert.Equal(BuildOutput.Module.Files.Concat(packaging).Order(StringComparer.Ordinal), package.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        foreach (var file in BuildOutput.Module.Files)
        {
            using var content = new MemoryStream();
            using var packed = package.GetEntry(file)!.Open();
            packed.CopyTo(content);
            Assert.Equal(File.ReadAllBytes(BuildOutput.Module.At(file)), content.ToArray());
        }
    }

    [Fact]
    public void The_package_has_no_build_time()
    {
        using var package = ZipFile.OpenRead(BuildOutput.Package);
        Assert.All(package.Entries, entry => Assert.Equal(new DateTime(1980, 1, 1), entry.LastWriteTime.DateTime));
    }

    [Fact]
    public void The_package_is_smaller_than_a_megabyte() => Assert.InRange(new FileInfo(BuildOutput.Package).Length, 1, 1_000_000);

    [Fact]
    public void The_package_metadata_is_that_of_the_manifest()
    {
        using var package = ZipFile.OpenRead(BuildOutput.Package);
        using var content = package.GetEntry("Skipcall.nuspec")!.Open();
        var nuspec = XDocument.Load(content).Root!;
        var manifest = BuildOutput.Module.ReadManifest();
        Assert.Equal("Skipcall", Value("id"));
        Assert.Equal(manifest["ModuleVersion"], Value("version"));
        Assert.Equal(manifest["Author"], Value("authors"));
        Assert.Equal(manifest["Copyright"], Value("copyright"));
        Assert.Equal(manifest["Description"], Value("description"));
        Assert.Equal(Data["ProjectUri"], Value("projectUrl"));
        Assert.Equal(Data["LicenseUri"], Value("licenseUrl"));
        Assert.Equal(Data["IconUri"], Value("iconUrl"));
        Assert.Equal(Lines((string)Data["ReleaseNotes"]!), Lines(Value("releaseNotes")));

        // The gallery's tags for a module and its commands, then the manifest's.
        var commands = Contents.Exports(BuildOutput.Module).SelectMany(name => new[] { "PSCmdlet_" + name, "PSCommand_" + name });
        Assert.Equal([.. "PSModule PSIncludes_Cmdlet".Split(' '), .. commands, .. ((object[])Data["Tags"]!).Cast<string>()], Value("tags").Split(' '));

        string Value(string name) => nuspec.Descendants().Single(element => element.Name.LocalName == name).Value;
    }

    [Fact]
    public void The_manifest_is_complete()
    {
        var manifest = BuildOutput.Module.ReadManifest();
        Assert.Equal(["Desktop", "Core"], (object[])manifest["CompatiblePSEditions"]!);
        Assert.Empty(new[] { "PSEdition_Core", "PSEdition_Desktop", "Windows", "Linux", "MacOS" }.Except(((object[])Data["Tags"]!).Cast<string>()));
        Assert.All(new[] { "FunctionsToExport", "VariablesToExport", "AliasesToExport" }, name => Assert.Empty((object[])manifest[name]!));
        Assert.All(new[] { "ProjectUri", "LicenseUri", "IconUri" }, name => Assert.StartsWith("https://", (string)Data[name]!, StringComparison.Ordinal));
    }

    private static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Trim();
}
