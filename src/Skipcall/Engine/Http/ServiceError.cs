using System.Text.Json;
using Skipcall.Engine.Decoding;

namespace Skipcall.Engine.Http;

/// <summary>Converts an error response to an exception.</summary>
/// <remarks>
/// Only 401 and 403 have a documented body, so any body is accepted: <c>{"error":{code,message}}</c>, <c>{code,message}</c>,
/// <c>{statusCode,message,error}</c> with one or several messages, HTML, or none.
/// </remarks>
internal static class ServiceError
{
    public static SkipcallException From(ApiRequest request, ApiResponse response, DateTimeOffset now)
    {
        if (response.Status == 404 && response.IsHtml)
        {
            return Complete(SkipcallException.HtmlPage(request.ToString()), response, null);
        }

        var (code, message) = ReadBody(response);
        var status = response.Status + (code is null ? "" : " " + code);
        var text = response.Status == 404 && request.SequenceId is { } id
            ? $"Sequence '{response.Redactor.Clean(id)}' was not found ({status}, {request})"
            : $"The service answered {status} to {request}";
        text += message is null ? "." : $": {message}";
        if (response.Status == 429)
        {
            var wait = response.Rate.RetryAfter ?? response.Rate.UntilReset;
            return Complete(new RateLimitExceededException(text, now + wait), response, code);
        }

        return Complete(new SkipcallException(Identify(request, response.Status, code), text), response, code);
    }

    private static SkipcallException Complete(SkipcallException failure, ApiResponse response, string? code)
    {
        failure.StatusCode = response.Status;
        failure.ServiceCode = code;
        failure.RetryAfter = response.Rate.RetryAfter;
        failure.IsTransient = response.Status is 408 or 500 or 502 or 503 or 504;
        return failure;
    }

    private static SkipcallErrorId Identify(ApiRequest request, int status, string? code) => status switch
    {
        401 => SkipcallErrorId.Unauthorized,
        403 when code == "SUBSCRIPTION_REQUIRED" => SkipcallErrorId.SubscriptionRequired,
        403 when code == "PLAN_NOT_ELIGIBLE" => SkipcallErrorId.PlanNotEligible,
        403 => SkipcallErrorId.Unauthorized,
        404 when request.SequenceId is not null => SkipcallErrorId.SequenceNotFound,
        >= 400 and < 500 => SkipcallErrorId.InvalidRequest,
        >= 500 => SkipcallErrorId.ServerError,
        // Redirects are not followed, because the key would go with them.
        _ => SkipcallErrorId.InvalidResponse,
    };

    private static (string? Code, string? Message) ReadBody(ApiResponse response)
    {
        try
        {
            var reader = new Utf8JsonReader(JsonCursor.WithoutByteOrderMark(response.Body));
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return default;
            }

            var error = root.TryGetProperty("error", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : root;
            return (Text(error, "code", response.Redactor), Text(error, "message", response.Redactor));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private static string? Text(JsonElement element, string name, KeyRedactor redactor)
    {
        if (!element.TryGetProperty(name, out var value))
        {
            return null;
        }

        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Array => string.Join("; ", value.EnumerateArray().Select(static item => item.ToString())),
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : redactor.Clean(text!);
    }
}
