namespace Skipcall.Tests;

public sealed class ImportTests
{
    [Fact]
    public void The_assembly_under_test_is_the_one_in_bin()
    {
        using var session = new ModuleSession();
        var location = session.Run("(Get-Command Connect-Skipcall).ImplementingType.Assembly.Location").ThrowIfFailed().Output.Single().ToString();
        Assert.Equal(Path.Combine(Repository.Root, "bin", "Skipcall.dll"), location);
    }
}
