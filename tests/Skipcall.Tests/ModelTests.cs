using System.Linq;
using Xunit;

namespace Skipcall.Tests;

public sealed class ModelTests
{
    [Fact]
    public void A_contact_can_be_built_in_a_users_test()
    {
        using var session = new ModuleSession();
        var contact = session.Run("[Skipcall.SequenceContact]@{ Id = '1'; Status = 'CONNECTED'; Tags = 'hot-lead','vip'; Contact = @{ FirstName = 'Zoé' } }").ThrowIfFailed().Output.Single();
        Assert.Equal("hot-lead; vip", contact.Properties["Tags"].Value.ToString());
        Assert.Equal("Zoé", contact.Properties["FullName"].Value);
        Assert.Equal("Zoé (CONNECTED)", contact.ToString());
        Assert.Equal("", contact.Properties["Calls"].Value.ToString());
    }

    [Theory]
    [InlineData("[Skipcall.SequenceContact]@{ Tags = 'vip' }", "Tags", "vip")]
    [InlineData("[Skipcall.SequenceContact]@{ Contact = @{ PhoneNumbers = '+33612345678' } }", "PhoneNumber", "+33612345678")]
    [InlineData("[Skipcall.SequenceContact]@{ Tags = $null }", "Tags", "")]
    [InlineData("[Skipcall.SequenceContact]@{ Calls = @{ Status = 'COMPLETED'; DurationSeconds = 150; StartedAt = '2024-01-15T10:30:00Z' } }", "Calls", "COMPLETED 2024-01-15T10:30:00Z 150s")]
    [InlineData("[Skipcall.SequenceContact]@{ Calls = @{ Status = 'BUSY' }, @{ Status = 'MISSED_CALL' } }", "Calls", "BUSY; MISSED_CALL")]
    [InlineData("[Skipcall.Call]@{ DurationSeconds = 90.5 }", "Duration", "00:01:30.5000000")]
    [InlineData("[Skipcall.SequenceContact]@{ Id = 'x' }", "Status", null)]
    public void Its_parts_take_what_PowerShell_gives(string cast, string property, string? text)
    {
        using var session = new ModuleSession();
        Assert.Equal(text, session.Run(cast).ThrowIfFailed().Output.Single().Properties[property].Value?.ToString());
    }

    [Fact]
    public void Every_model_type_has_a_text_of_its_own()
    {
        using var session = new ModuleSession();
        var types = session.Run("(Get-Command Connect-Skipcall).ImplementingType.Assembly.GetExportedTypes()").ThrowIfFailed().Output
            .Select(type => (System.Type)type.BaseObject)
            .Where(type => type.Namespace == "Skipcall" && type is { IsClass: true, IsAbstract: false } && !type.IsSubclassOf(typeof(System.Exception)))
            .ToList();
        Assert.Contains(types, type => type.Name == "SequenceContact");
        Assert.All(types, type => Assert.NotEqual(typeof(object), type.GetMethod("ToString", System.Type.EmptyTypes)!.DeclaringType));
    }
}
