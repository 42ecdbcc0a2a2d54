using Skipcall.Sandboxing;
using static Skipcall.Engine.Tests.SandboxClient;

namespace Skipcall.Engine.Tests;

public sealed class SandboxStepTests
{
    private static readonly DateTime s_date = new(2026, 3, 1);

    [Fact]
    public async Task The_same_seed_makes_the_same_days_at_once_or_one_by_one()
    {
        var atOnce = Make();
        var oneByOne = Make();
        var otherSeed = Make();

        atOnce.Step(30, seed: 7);
        for (var i = 0; i < 30; i++)
        {
            oneByOne.Step(1, seed: 7);
        }

        otherSeed.Step(30, seed: 8);

        Assert.Equal(s_date.AddDays(30), atOnce.Date);
        Assert.Equal(await Pages(atOnce), await Pages(oneByOne));
        Assert.NotEqual(await Pages(atOnce), await Pages(otherSeed));
    }

    [Fact]
    public void Contacts_are_called_change_join_leave_and_return()
    {
        var sandbox = Make();
        var before = Rows(sandbox);
        var first = before;
        var left = new HashSet<string>();
        int joined = 0, returned = 0, called = 0, otherStatus = 0, otherTags = 0, otherOrderOfTags = 0, otherContact = 0, statusIsBack = 0;
        for (var day = 0; day < 60; day++)
        {
            sandbox.Step(1);
            var after = Rows(sandbox);
            foreach (var (id, row) in after)
            {
                if (!before.TryGetValue(id, out var was))
                {
                    joined += left.Contains(id) ? 0 : 1;
                    returned += left.Contains(id) ? 1 : 0;
                    continue;
                }

                called += row.Calls.Count - was.Calls.Count;
                otherStatus += row.Status != was.Status ? 1 : 0;
                statusIsBack += row.Status != was.Status && first.TryGetValue(id, out var old) && old.Status == row.Status ? 1 : 0;
                otherTags += row.Tags.Select(tag => tag.Id).ToHashSet().SetEquals(was.Tags.Select(tag => tag.Id)) ? 0 : 1;
                otherOrderOfTags += row.Tags.Count > 1 && row.Tags.Select(tag => tag.Id).SequenceEqual(was.Tags.Select(tag => tag.Id).Reverse()) ? 1 : 0;
                otherContact += ReferenceEquals(row.Contact, was.Contact) ? 0 : 1;
            }

            left.UnionWith(before.Keys.Except(after.Keys));
            before = after;
        }

        Assert.All(
            new[] { joined, returned, left.Count, called, otherStatus, statusIsBack, otherTags, otherOrderOfTags, otherContact },
            count => Assert.NotEqual(0, count));
    }

    [Fact]
    public void Calls_of_a_day_are_of_that_day_and_have_their_own_ids()
    {
        var sandbox = Make();
        sandbox.Step(40);

        var calls = Rows(sandbox).Values.SelectMany(row => row.Calls).ToList();
        Assert.Equal(calls.Count, calls.Select(call => call.Id).Distinct().Count());
        Assert.All(calls, call => Assert.True(call.CreatedAt < sandbox.Date.AddDays(1)));
        foreach (var day in Enumerable.Range(1, 40).Select(i => s_date.AddDays(i)))
        {
            Assert.Contains(calls, call => call.CreatedAt!.Value.UtcDateTime.Date == day);
        }
    }

    [Fact]
    public void A_list_keeps_about_its_size_for_a_year_of_any_seed()
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var sandbox = Make();
            sandbox.Step(365, seed);
            Assert.InRange(sandbox.FindSequence("demo")!.Count, 180, 320);
        }
    }

    [Fact]
    public void The_sequences_empty_and_large_stay_as_they_are()
    {
        var sandbox = Make();

        sandbox.Step(30);

        Assert.Equal(0, sandbox.FindSequence("empty")!.Count);
        Assert.Equal(SandboxSequences.LargeCount, sandbox.FindSequence("large")!.Count);
    }

    [Fact]
    public void Own_contacts_change_too_and_the_objects_passed_do_not()
    {
        var own = Enumerable.Range(0, 50).Select(i => new SequenceContact { Id = $"{i}" }).ToArray();
        own[0].Contact.PhoneNumbers.Add(new PhoneNumber("+33639980000"));
        var sandbox = new Sandbox(new SandboxOptions { Sequences = SandboxSequences.Own(own, "mine") }, new FakeClock());

        sandbox.Step(30);

        Assert.All(own, contact => Assert.Equal((null, 0, 0), (contact.Status, contact.Tags.Count, contact.Calls.Count)));
        Assert.True(Rows(sandbox, "mine").Keys.Except(own.Select(contact => contact.Id)).Any());
    }

    // Otherwise, a scan would take them for contacts added while it reads.
    [Fact]
    public void Data_of_simulated_days_are_not_in_the_future_of_the_service()
    {
        for (var hour = 0; hour < 24; hour++)
        {
            var clock = new FakeClock(new DateTimeOffset(s_date.AddHours(hour), TimeSpan.Zero));
            var sandbox = new Sandbox(new SandboxOptions { Sequences = SandboxSequences.Sample(lastDay: s_date.AddHours(hour)), Date = s_date }, clock);
            for (var day = 1; day <= 3; day++)
            {
                sandbox.Step(day);

                Assert.Equal(1, ScanFixture.Of(sandbox, clock, "demo").Run().Passes);
            }
        }
    }

    private static Sandbox Make() => new(new SandboxOptions { Sequences = SandboxSequences.Sample(lastDay: s_date), Date = s_date }, new FakeClock());

    private static Dictionary<string, SequenceContact> Rows(Sandbox sandbox, string id = "demo") =>
        sandbox.FindSequence(id)!.Page(null, null, new PageRequest(1, int.MaxValue)).Items.ToDictionary(row => row.Id);

    private static async Task<string> Pages(Sandbox sandbox)
    {
        var text = "";
        for (var page = 1; page <= 4; page++)
        {
            using var response = await Send(sandbox, FormattableString.Invariant($"v1/sequences/demo/contacts?limit=100&page={page}"));
            text += await Text(response);
        }

        return text;
    }
}
