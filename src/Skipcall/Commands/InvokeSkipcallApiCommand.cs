using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net.Http;
using System.Text;
using Skipcall.Commands.Api;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;
using Skipcall.Engine.Scanning;

namespace Skipcall.Commands;

/// <summary>Sends a request to any endpoint of the API, with the connection's rate limit and retries.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "SkipcallApi", DefaultParameterSetName = "Request", SupportsPaging = true, SupportsShouldProcess = true, HelpUri = HelpUris.Root + "Invoke-SkipcallApi.md")]
[OutputType(typeof(PSObject), typeof(string))]
public sealed class InvokeSkipcallApiCommand : PagedCommand
{
    private static readonly string[] s_pagingParameters = { "All", "Snapshot", "First", "Skip", "IncludeTotalCount", "PageSize" };

    /// <summary>The path, for example /v1/calls.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The method.</summary>
    [Parameter]
    public ApiMethod Method { get; set; } = ApiMethod.GET;

    /// <summary>The query. Values are escaped, lists are joined by commas, times are sent in UTC.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Query { get; set; }

    /// <summary>The body: JSON text, a hashtable, or an object.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Body { get; set; }

    /// <summary>Writes JSON text instead of objects.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <summary>Sends the request and writes the response.</summary>
    protected override void ProcessRecord()
    {
        var connection = RequireConnection();
        try
        {
            var path = ApiPath.Check(Path);
            var isList = s_pagingParameters.Any(IsGiven);
            Check(isList);
            if (isList)
            {
                ReadList(connection.Client, new ScanLists<ApiRecord>(new[] { new ApiListQuery(path, ApiPath.Query(Query), Raw) }), WriteRecords);
            }
            else if (Method == ApiMethod.GET || ShouldProcess(connection + " " + path, Method.ToString()))
            {
                SendOnce(connection.Client, path);
            }
        }
        catch (SkipcallException e)
        {
            Report(e, Path);
        }
    }

    /// <summary>Checks the parameters before any request.</summary>
    private void Check(bool isList)
    {
        if (Method == ApiMethod.GET && Body is not null)
        {
            throw new SkipcallException(SkipcallErrorId.InvalidRequest, "A GET request has no body. Use -Query to filter a list.");
        }

        if (isList && Method != ApiMethod.GET)
        {
            throw new SkipcallException(SkipcallErrorId.InvalidRequest, $"Only a GET request can be paged. -Method {Method} can't be combined with {string.Join(", ", s_pagingParameters.Where(IsGiven).Select(static name => "-" + name))}.");
        }

        if (isList && Query?.Keys.Cast<object>().Any(static key => key.ToString() is "page" or "limit") == true)
        {
            throw new SkipcallException(SkipcallErrorId.InvalidRequest, "-Query can't contain page or limit when the cmdlet pages. Use -Skip, -First and -PageSize.");
        }
    }

    private void SendOnce(SkipcallClient client, string path)
    {
        var request = new ApiRequest(
            new HttpMethod(Method.ToString()), path + ApiPath.Query(Query), ApiPath.SequenceIdOf(path), Body is null ? null : ApiBody.ToJson(Body));
        var answer = new ApiAnswer();
        Run(async (outbox, cancellationToken) =>
            answer = await client.SendAsync(request, ReadAnswer, new RequestContext(outbox), cancellationToken).ConfigureAwait(false));
        WriteAll(answer.Values);
        if (answer.Total > answer.Values.Count)
        {
            Warn($"Returned {answer.Values.Count} of {answer.Total} records of '{path}'. Use -All to get all of them, or -First and -Skip to get a part.");
        }
    }

    /// <summary>Reads the items of the documented envelope or of a plain list, or else the object itself.</summary>
    private ApiAnswer ReadAnswer(ApiResponse response)
    {
        if (response.Body.IsEmpty)
        {
            return new ApiAnswer();
        }

        if (Raw)
        {
            return new ApiAnswer { Values = { Encoding.UTF8.GetString(response.Body.ToArray()) } };
        }

        var cursor = new JsonCursor(response.Body, new StringPool(), response.CancellationToken);
        cursor.Next();
        var value = ApiRecordDecoder.ReadValue(ref cursor);
        if (value is PSObject envelope && Property(envelope, "data") is object?[] items
            && Property(envelope, "total") is long total && Property(envelope, "page") is long page && Property(envelope, "limit") is long)
        {
            return new ApiAnswer { Values = items.ToList(), Total = page == 1 ? total : null };
        }

        return new ApiAnswer { Values = (value as object?[])?.ToList() ?? new List<object?> { value } };
    }

    private static object? Property(PSObject value, string name) => value.Properties[name]?.Value;

    private void WriteRecords(IReadOnlyList<ApiRecord> records)
    {
        foreach (var record in records)
        {
            Write(record.Value!);
        }
    }

    private sealed class ApiAnswer
    {
        public List<object?> Values { get; init; } = new();

        /// <summary>The total, if this is the first page of a list.</summary>
        public long? Total { get; init; }
    }
}
