using System;
using System.Globalization;
using System.Net.Http;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;
using Skipcall.Engine.Scanning;

namespace Skipcall.Commands.Api;

/// <summary>Any list of the API that comes in the documented envelope.</summary>
internal sealed class ApiListQuery : ListQuery<ApiRecord>
{
    private readonly string _query;

    public ApiListQuery(string path, string query, bool raw)
    {
        Target = path;
        _query = query;
        Decoder = new ApiRecordDecoder(raw);
    }

    public override string Target { get; }

    public override string Noun => "records";

    public override PageDecoder<ApiRecord> Decoder { get; }

    public override ApiRequest Request(long page, int pageSize) => new(
        HttpMethod.Get,
        Target + (_query.Length == 0 ? "?" : _query + "&") + string.Format(CultureInfo.InvariantCulture, "page={0}&limit={1}", page, pageSize),
        ApiPath.SequenceIdOf(Target));

    public override string? IdOf(ApiRecord record) => record.Id;

    public override DateTimeOffset? CreatedAtOf(ApiRecord record) => record.CreatedAt;
}
