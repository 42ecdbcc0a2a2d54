using Skipcall.Engine.Decoding;

namespace Skipcall.Engine.Tests.Decoding;

public sealed class FingerprintTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(100)]
    public void Differs_in_every_byte_and_in_length(int length)
    {
        var json = Enumerable.Range(0, length).Select(static i => (byte)i).ToArray();
        var fingerprints = Enumerable.Range(0, length)
            .Select(i => Fingerprint.Of(json.Select((value, j) => j == i ? (byte)(value + 1) : value).ToArray()))
            .Append(Fingerprint.Of(json))
            .Append(Fingerprint.Of([.. json, 0]))
            .ToList();

        Assert.Equal(length + 2, fingerprints.Distinct().Count());
        Assert.Equal(Fingerprint.Of(json), Fingerprint.Of(json.ToArray()));
    }
}
