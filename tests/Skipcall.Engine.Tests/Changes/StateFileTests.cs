using System.Text;
using Skipcall.Engine.Changes;

namespace Skipcall.Engine.Tests.Changes;

public sealed class StateFileTests : IDisposable
{
    private static readonly string s_name = StateFile.NameOf(FeedFixture.SequenceId);

    private readonly ChangingSequence _world = new(1, 12);
    private readonly MemoryFolder _folder = new();
    private readonly FeedFixture _feed;

    public StateFileTests()
    {
        _feed = new FeedFixture(_world, _folder);
        _feed.ReadAndConfirm();
        _feed.Read();
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Has_no_names_numbers_or_addresses_in_it()
    {
        var text = Encoding.UTF8.GetString(_folder.Read(s_name));

        Assert.All(["Name", "Martin", "+336", "example.com"], data => Assert.DoesNotContain(data, text, StringComparison.Ordinal));
        Assert.Contains("row-3", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_damage_is_an_error_that_changes_nothing()
    {
        var good = _folder.Read(s_name);
        for (var at = 0; at < good.Length; at++)
        {
            foreach (var flip in new byte[] { 1, 0x80, 0xFF })
            {
                var bad = good.ToArray();
                bad[at] ^= flip;
                _folder.Write(s_name, bad);
                if (bad[^1] == 0)
                {
                    continue;
                }

                Assert.Equal(SkipcallErrorId.InvalidState, Assert.Throws<SkipcallException>(() => _feed.Read()).ErrorId);
                Assert.Equal(bad, _folder.Read(s_name));
            }
        }
    }

    [Fact]
    public void A_file_that_was_cut_short_is_damaged_in_its_snapshot_and_goes_on_in_its_journal()
    {
        var good = _folder.Read(s_name);
        var refused = 0;
        for (var length = 0; length < good.Length; length++)
        {
            var folder = _folder.Copy();
            folder.Write(s_name, good.Take(length).ToArray());
            try
            {
                Assert.Empty(new FeedFixture(_world, folder).Read().Written);
            }
            catch (SkipcallException e) when (e.ErrorId == SkipcallErrorId.InvalidState)
            {
                Assert.Equal(length, folder.Read(s_name).Length);
                refused++;
            }
        }

        Assert.InRange(refused, good.Length / 2, good.Length - 60);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(-StateEntryHead.Length)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void An_entry_of_impossible_length_is_damage(int restLength)
    {
        using (var stream = _folder.Open(s_name)!)
        using (var blocks = new StateBlocks(stream, stream.Length))
        {
            new StateEntryHead(default, 1, 1, restLength).Write(blocks);
            blocks.End(StateBlock.Changes);
        }

        Assert.Equal(SkipcallErrorId.InvalidState, Assert.Throws<SkipcallException>(() => _feed.Read()).ErrorId);
    }

    [Theory]
    [InlineData("", "is not a state file")]
    [InlineData("{\"version\":1}", "is not a state file")]
    [InlineData("Skipcall changes\u0002 and something new", "has version 2")]
    public void A_foreign_or_newer_file_is_an_error_that_changes_nothing(string content, string message)
    {
        _folder.Write(s_name, Encoding.UTF8.GetBytes(content));

        Assert.Contains(message, Assert.Throws<SkipcallException>(() => _feed.Read()).Message, StringComparison.Ordinal);
        Assert.Equal(content, Encoding.UTF8.GetString(_folder.Read(s_name)));
    }

    [Theory]
    [InlineData("spring", "Spring")]
    [InlineData("a/b", "a_b")]
    [InlineData("é", "e")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac")]
    public void Different_sequences_have_different_files(string one, string other)
    {
        Assert.NotEqual(StateFile.NameOf(one), StateFile.NameOf(other), StringComparer.OrdinalIgnoreCase);
        Assert.Matches("^[a-z0-9_-]+\\.changes$", StateFile.NameOf(one));
    }

    [Fact]
    public void Lives_on_a_real_disk_and_keeps_two_processes_apart()
    {
        var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"), "made", "on the way");
        try
        {
            var folder = new StateFolder(path);
            var feed = new FeedFixture(_world, folder);
            Assert.Equal(12, feed.ReadAndConfirm().Count);
            _world.Remove(_world.Rows.First());
            Assert.Single(feed.ReadAndConfirm());
            Assert.Equal(["run.lock", s_name], Directory.GetFiles(path).Select(Path.GetFileName).Order(StringComparer.Ordinal));

            using (folder.Lock())
            {
                Assert.Contains("Another run", Assert.Throws<SkipcallException>(() => new StateFolder(path).Lock()).Message, StringComparison.Ordinal);
            }

            new StateFolder(path).Lock().Dispose();
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(Path.GetDirectoryName(path))!, recursive: true);
        }
    }
}
