namespace Skipcall.Engine.Tests.Decoding;

internal static class SamplePage
{
    public const string Json = """
        {
          "data": [
            {
              "id": "123e4567-e89b-12d3-a456-426614174000",
              "status": "CONNECTED",
              "contact": {
                "id": "c1", "firstName": "Zoé", "lastName": "Doe", "email": "zo\u00e9@example.com", "company": "Acme \"Corp\"",
                "phoneNumbers": [ { "id": "p1", "number": "+33612345678" } ]
              },
              "tags": [ { "id": "t1", "label": "hot-lead", "isSuccessTag": true }, { "id": "t2", "label": "vip", "isSuccessTag": false } ],
              "calls": [
                {
                  "id": "k1", "status": "COMPLETED", "startedAt": "2024-01-15T10:30:00.000Z", "endedAt": "2024-01-15T10:32:30.000Z",
                  "durationSeconds": 150, "createdAt": "2024-01-15T10:30:00.000Z"
                }
              ],
              "createdAt": "2024-01-15T10:30:00.000Z"
            },
            { "id": "2", "status": null, "contact": { "id": "c2", "firstName": "", "lastName": "😀", "email": null }, "tags": [], "calls": [ ], "createdAt": "2024-01-15T10:30:00.000Z", "score": -1.5e-3 }
          ],
          "total": 100, "page": 1, "limit": 10, "totalPages": 10
        }
        """;
}
