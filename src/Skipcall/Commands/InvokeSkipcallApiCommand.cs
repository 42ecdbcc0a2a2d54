using System.Collections;
using System.Management.Automation;
using System.Text;
using Skipcall.Commands.Api;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;
using Skipcall.Engine.Scanning;

namespace Skipcall.Commands;

/// <summary>Sends a request to any endpoint of the API, within the connection's rate limit and with its retries.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "SkipcallApi", SupportsPaging = true, SupportsShouldProcess = true, HelpUri = HelpUris.Root + "Invoke-SkipcallApi.md")]
[OutputType(typeof(PSObject), typeof(string))]
public sealed class InvokeSkipcallApiCommand : PagedCommand
{
    private static readonly string[] s_pagingParameters = { "All", "Snapshot", "First", "Skip", "IncludeTotalCount", "PageSize" };

    /// <summary>The path, for example /v1/calls.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ApiPathCompleter))]
    public string Path { get; set; } = "";

    /// <summary>The HTTP method.</summary>
    [Parameter]
    [EnumNames(typeof(ApiMethod))]
    public ApiMethod Method { get; set; } = ApiMethod.GET;

    /// <summary>The query. Values are escaped, lists are joined by commas, and times are sent in UTC.</summary>
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
        foreach (var connection in Connections)
        {
            Guard(() => Send(connection), e => Report(Method == ApiMethod.GET ? e : WithWriteAdvice(e), Path));
        }
    }

    private void Send(SkipcallConnection connection)
    {
        var path = ApiPath.Check(Path);
        var query = ApiPath.Query(Query);
        if (IsPaged || IsTyped(nameof(PageSize)))
        {
            if (Method == ApiMethod.GET)
            {
                CheckRead(isPaged: true);
                ReadList(connection.Client, new ScanLists<ApiRecord>(new[] { new ApiListQuery(path, query, Raw) }), WriteRecords);
                return;
            }

            if (Array.FindAll(s_pagingParameters, IsTyped) is { Length: > 0 } names)
            {
                throw new SkipcallException(SkipcallErrorId.InvalidRequest, $"Only a GET request can be paged. -Method {Method} can't be combined with {string.Join(", ", names.Select(static name => "-" + name))}.");
            }
        }

        CheckRead(isPaged: false);
        var request = new ApiRequest(new HttpMethod(Method.ToString()), path + query, ApiPath.SequenceIdOf(path), Body is null ? null : ApiBody.ToJson(Body));
        if (Method == ApiMethod.GET || ShouldProcess(connection + " " + path, Method.ToString()))
        {
            SendOnce(connection.Client, request);
        }
    }

    private void CheckRead(bool isPaged)
    {
        if (Method == ApiMethod.GET && Body is not null)
        {
            throw new SkipcallException(SkipcallErrorId.InvalidRequest, "A GET request has no body. Use -Query to filter a list.");
        }

        if (isPaged && Query?.Keys.Cast<object>().Any(static key => key.ToString() is "page" or "limit") == true)
        {
            throw new SkipcallException(SkipcallErrorId.InvalidRequest, "-Query can't contain page or limit when the cmdlet pages. Use -Skip, -First and -PageSize.");
        }
    }

    /// <summary>Whether the user gave a parameter and its value is not the default. Values from $PSDefaultParameterValues don't count.</summary>
    private bool IsTyped(string name)
    {
        if (!MyInvocation.BoundParameters.TryGetValue(name, out var value) || value is SwitchParameter { IsPresent: false } || (name == "Skip" && PagingParameters.Skip == 0))
        {
            return false;
        }

        var defaults = GetVariableValue("PSDefaultParameterValues") as IDictionary;
        return defaults?.Keys.Cast<object>().Any(key =>
            key.ToString() is { } text
            && text.IndexOf(':') is > 0 and var colon
            && string.Equals(text.Substring(colon + 1).Trim(), name, StringComparison.OrdinalIgnoreCase)
            && new WildcardPattern(text.Substring(0, colon).Trim(), WildcardOptions.IgnoreCase).IsMatch(MyInvocation.MyCommand.Name)) != true;
    }

    /// <summary>Adds the advice to check first, because a write without a response may have been carried out.</summary>
    private static SkipcallException WithWriteAdvice(SkipcallException e)
    {
        if (e.ErrorId is SkipcallErrorId.ConnectionFailed or SkipcallErrorId.Timeout or SkipcallErrorId.InvalidResponse || (e.ErrorId == SkipcallErrorId.ServerError && e.StatusCode != 501))
        {
            e.RecommendedAction ??= "Check whether the request was carried out before you send it again.";
        }

        return e;
    }

    private void SendOnce(SkipcallClient client, ApiRequest request)
    {
        var answer = new ApiAnswer();
        Run(async (outbox, cancellationToken) =>
            answer = await client.SendAsync(request, ReadAnswer, new RequestContext(outbox), cancellationToken).ConfigureAwait(false));
        WriteAll(answer.Values);
        if (answer.Total > answer.Values.Count)
        {
            Warn($"Returned {answer.Values.Count} of {answer.Total} records of '{Path}'. Use -All to get all of them, or -First and -Skip to get a part.");
        }
    }

    /// <summary>Reads the items of the documented envelope or of a plain list, or any other object.</summary>
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

        /// <summary>The total, if the response is the first page of a list.</summary>
        public long? Total { get; init; }
    }
}
