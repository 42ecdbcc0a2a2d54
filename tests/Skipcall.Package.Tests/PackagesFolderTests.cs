namespace Skipcall.Package.Tests;

/// <summary>NUGET_PACKAGES may or may not end with a slash; the project files append paths to it.</summary>
public sealed class PackagesFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("Skipcall.");

    [Theory]
    [InlineData("tools/pwsh/pwsh.csproj")]
    [InlineData("tests/Skipcall.Package.Tests/Skipcall.Package.Tests.csproj")]
    [InlineData("bench/Skipcall.Benchmarks/Skipcall.Benchmarks.csproj")]
    public async Task Ends_with_a_slash_even_if_NuGet_names_it_without_one(string project)
    {
        // As a restore writes it.
        var name = Path.GetFileName(project);
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, name + ".nuget.g.props"),
            "<Project><PropertyGroup><NuGetPackageRoot>/packages</NuGetPackageRoot></PropertyGroup></Project>",
            TestContext.Current.CancellationToken);

        var (exitCode, output) = await Pwsh.RunDotNetAsync(["msbuild", project, "-getProperty:NuGetPackageRoot", $"-property:MSBuildProjectExtensionsPath={_folder.FullName}/"]);
        Assert.True(exitCode == 0, output);
        Assert.Equal("/packages" + Path.DirectorySeparatorChar, output.Trim());
    }

    [Fact]
    public async Task A_folder_without_PowerShell_ends_the_build_and_is_named()
    {
        var (exitCode, output) = await Pwsh.RunDotNetAsync(
            ["msbuild", "tools/pwsh", "-target:LayOut", $"-property:NuGetPackageRoot={_folder.FullName}/", $"-property:PowerShellFolder={_folder.FullName}/out/"]);
        Assert.NotEqual(0, exitCode);
        Assert.Contains($"{_folder.FullName}/powershell/", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.FullName, "out")));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
