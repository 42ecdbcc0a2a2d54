using System.Globalization;
using System.Text;
using Skipcall.Sandboxing;

namespace Skipcall.Benchmarks;

/// <summary>Rows as JSON, generated once; after the last one they repeat under new ids, for lists of any length.</summary>
internal sealed class ServiceRows
{
    private const int Distinct = 20_000;

    // {"id":"
    private const int IdOffset = 7;

    private readonly byte[] _bytes;
    private readonly int[] _starts = new int[Distinct + 1];

    public ServiceRows()
    {
        using var buffer = new MemoryStream();
        for (var i = 0; i < Distinct; i++)
        {
            _starts[i] = (int)buffer.Length;
            JsonFields.Write(buffer, SampleData.Row("benchmark", 42, i, SampleData.DefaultLastDay), SandboxJson.Row);
            buffer.WriteByte((byte)',');
        }

        _starts[Distinct] = (int)buffer.Length;
        _bytes = buffer.ToArray();
    }

    public void WritePage(int total, int page, int limit, Stream into)
    {
        into.Write("{\"data\":["u8);
        var first = (long)(page - 1) * limit;
        var count = (int)Math.Clamp(total - first, 0, limit);
        for (var i = 0; i < count; i++)
        {
            WriteRow(first + i, isLast: i == count - 1, into);
        }

        into.Write(Encoding.ASCII.GetBytes(FormattableString.Invariant(
            $"],\"total\":{total},\"page\":{page},\"limit\":{limit},\"totalPages\":{(total + limit - 1) / limit}}}")));
    }

    private void WriteRow(long index, bool isLast, Stream into)
    {
        var (round, row) = Math.DivRem(index, Distinct);
        var bytes = _bytes.AsSpan(_starts[row].._starts[row + 1]);
        bytes = isLast ? bytes[..^1] : bytes;
        if (round == 0)
        {
            into.Write(bytes);
            return;
        }

        into.Write(bytes[..IdOffset]);
        Span<byte> id = stackalloc byte[8];
        round.TryFormat(id, out _, "x8", CultureInfo.InvariantCulture);
        into.Write(id);
        into.Write(bytes[(IdOffset + id.Length)..]);
    }
}
