# The document is written here in full, so that the test does not depend on the file the script compares with.
BeforeDiscovery {
    $script:canRun = $PSVersionTable.PSVersion -ge '7.4'
}

Describe 'Compare-SkipcallSpecification' -Tag Once -Skip:(-not $canRun) {
    BeforeAll {
        $script:tool = Join-Path $PSScriptRoot '../tools/Compare-SkipcallSpecification.ps1'

        function Get-Document {
            $text = @{ type = 'string' }
            $list = { param($name) @{ type = 'array'; items = @{ '$ref' = "#/components/schemas/$name" } } }
            $nullable = @{ type = 'object'; nullable = $true }
            $status = @{ type = 'string'; nullable = $true; enum = 'CONNECTED', 'RESPONDER', 'ERROR', 'CANCELLED', 'RUNNING', 'MISSING_NUMBER' }
            $callStatus = @{
                type = 'string'
                enum = @(
                    'NOT_INITIATED', 'INITIATED', 'QUEUED', 'RINGING', 'IN_PROGRESS', 'BUSY', 'NO_ANSWER', 'MISSED_CALL', 'VOICEMAIL'
                    'CONNECTED', 'CANCELLED', 'COMPLETED', 'ERROR_NUMBER', 'ERROR_COUNTRY', 'UNKNOWN_ERROR'
                )
            }
            $schemas = @{
                Page    = @{
                    type       = 'object'
                    required   = 'data', 'total', 'page', 'limit', 'totalPages'
                    properties = @{
                        data = & $list Record; total = @{ type = 'number' }; page = @{ type = 'number' }
                        limit = @{ type = 'number' }; totalPages = @{ type = 'number' }
                    }
                }
                Record  = @{
                    type       = 'object'
                    required   = 'id', 'contact', 'tags', 'calls', 'createdAt'
                    properties = @{
                        id = $text; status = $status; contact = @{ allOf = @(@{ '$ref' = '#/components/schemas/Contact' }) }
                        tags = & $list Tag; calls = & $list Call; createdAt = $text
                    }
                }
                Contact = @{
                    type       = 'object'
                    required   = 'id', 'firstName', 'lastName'
                    properties = @{ id = $text; firstName = $text; lastName = $text; email = $nullable; company = $nullable; phoneNumbers = & $list Phone }
                }
                Phone   = @{ type = 'object'; required = 'id', 'number'; properties = @{ id = $text; number = $text } }
                Tag     = @{ type = 'object'; required = 'id', 'label', 'isSuccessTag'; properties = @{ id = $text; label = $text; isSuccessTag = @{ type = 'boolean' } } }
                Call    = @{
                    type       = 'object'
                    required   = 'id', 'status', 'createdAt'
                    properties = @{ id = $text; status = $callStatus; startedAt = $nullable; endedAt = $nullable; durationSeconds = $nullable; createdAt = $text }
                }
            }
            $parameters = @(
                @{ name = 'id'; in = 'path'; required = $true; schema = $text }
                @{ name = 'page'; in = 'query'; schema = @{ type = 'number'; minimum = 1; default = 1 } }
                @{ name = 'limit'; in = 'query'; schema = @{ type = 'number'; minimum = 1; maximum = 100; default = 50 } }
                @{ name = 'tag'; in = 'query'; schema = $text }
                @{ name = 'status'; in = 'query'; schema = @{ type = 'string'; enum = $status.enum } }
            )
            $operation = @{
                security   = @(@{ ApiKey = @() })
                parameters = $parameters
                responses  = @{
                    '200' = @{ content = @{ 'application/json' = @{ schema = @{ '$ref' = '#/components/schemas/Page' } } } }
                    '401' = @{ description = 'no key' }; '403' = @{ description = 'no plan' }; '404' = @{ description = 'no sequence' }
                }
            }
            @{
                openapi    = '3.0.0'
                info       = @{ description = 'X-RateLimit-Limit X-RateLimit-Remaining X-RateLimit-Reset 100 requests/minute 1000 requests/minute' }
                servers    = @(@{ url = 'https://api-public.skipcall.app' })
                paths      = @{ '/v1/sequences/{id}/contacts' = @{ get = $operation } }
                components = @{ schemas = $schemas; securitySchemes = @{ ApiKey = @{ type = 'http'; scheme = 'bearer' } } }
            } | ConvertTo-Json -Depth 20 | ConvertFrom-Json -AsHashtable
        }

        function Compare-Document($Document) {
            $file = Join-Path $TestDrive 'document.json'
            $Document | ConvertTo-Json -Depth 30 | Set-Content $file
            @(& $tool -Path $file)
        }
    }

    It 'finds nothing in the document the module was written for' {
        Compare-Document (Get-Document) | Should -BeNullOrEmpty
    }

    It 'reports <Part> as <Severity> when <Case>' -ForEach @(
        @{ Case = 'a contact loses its id'; Severity = 'Breaking'; Part = 'data[].id'; Edit = { $args[0].components.schemas.Record.properties.Remove('id') } }
        @{ Case = 'an optional field is gone'; Severity = 'Change'; Part = 'data[].contact.company'; Edit = { $args[0].components.schemas.Contact.properties.Remove('company') } }
        @{ Case = 'a number becomes text'; Severity = 'Breaking'; Part = 'total, type'; Edit = { $args[0].components.schemas.Page.properties.total.type = 'string' } }
        @{ Case = 'a field becomes nullable'; Severity = 'Change'; Part = 'data[].createdAt, nullable'; Edit = { $args[0].components.schemas.Record.properties.createdAt = @{ type = 'string'; nullable = $true } } }
        @{ Case = 'a field becomes optional'; Severity = 'Change'; Part = 'data[].tags, required'; Edit = { $args[0].components.schemas.Record.required = 'id', 'contact', 'calls', 'createdAt' } }
        @{ Case = 'a call has a new status'; Severity = 'Change'; Part = 'data[].calls[].status'; Edit = { $args[0].components.schemas.Call.properties.status.enum += 'TRANSFERRED' } }
        @{ Case = 'a filter value is new'; Severity = 'Change'; Part = 'parameter status'; Edit = { $args[0].paths.'/v1/sequences/{id}/contacts'.get.parameters[4].schema.enum += 'PAUSED' } }
        @{ Case = 'a filter value is gone'; Severity = 'Change'; Part = 'parameter status'; Edit = { $args[0].paths.'/v1/sequences/{id}/contacts'.get.parameters[4].schema.enum = 'CONNECTED', 'RESPONDER', 'ERROR', 'CANCELLED', 'RUNNING' } }
        @{ Case = 'a field is new'; Severity = 'Addition'; Part = 'data[].assignee'; Edit = { $args[0].components.schemas.Record.properties.assignee = @{ type = 'string' } } }
        @{ Case = 'pages get smaller'; Severity = 'Breaking'; Part = 'parameter limit, maximum'; Edit = { $args[0].paths.'/v1/sequences/{id}/contacts'.get.parameters[2].schema.maximum = 50 } }
        @{ Case = 'pages get larger'; Severity = 'Change'; Part = 'parameter limit, maximum'; Edit = { $args[0].paths.'/v1/sequences/{id}/contacts'.get.parameters[2].schema.maximum = 500 } }
        @{ Case = 'the tag filter is gone'; Severity = 'Breaking'; Part = 'parameter tag'; Edit = { $get = $args[0].paths.'/v1/sequences/{id}/contacts'.get; $get.parameters = @($get.parameters | Where-Object name -NE tag) } }
        @{ Case = 'a parameter becomes mandatory'; Severity = 'Breaking'; Part = 'parameter workspaceId'; Edit = { $args[0].paths.'/v1/sequences/{id}/contacts'.get.parameters += @{ name = 'workspaceId'; in = 'query'; required = $true; schema = @{ type = 'string' } } } }
        @{ Case = 'a header becomes mandatory'; Severity = 'Breaking'; Part = 'parameter X-Workspace'; Edit = { $args[0].paths.'/v1/sequences/{id}/contacts'.get.parameters += @{ name = 'X-Workspace'; in = 'header'; required = $true; schema = @{ type = 'string' } } } }
        @{ Case = 'all phone numbers are gone'; Severity = 'Change'; Part = 'data[].contact.phoneNumbers'; Edit = { $args[0].components.schemas.Contact.properties.Remove('phoneNumbers') } }
        @{ Case = 'a parameter is new'; Severity = 'Addition'; Part = 'parameter updatedSince'; Edit = { $args[0].paths.'/v1/sequences/{id}/contacts'.get.parameters += @{ name = 'updatedSince'; in = 'query'; schema = @{ type = 'string' } } } }
        @{ Case = 'the endpoint moves'; Severity = 'Breaking'; Part = 'GET /v1/sequences/{id}/contacts'; Edit = { $args[0].paths.'/v2/sequences/{id}/contacts' = $args[0].paths.'/v1/sequences/{id}/contacts'; $args[0].paths.Remove('/v1/sequences/{id}/contacts') } }
        @{ Case = 'the server moves'; Severity = 'Breaking'; Part = 'server'; Edit = { $args[0].servers = @(@{ url = 'https://api.skipcall.app' }) } }
        @{ Case = 'the key moves out of the bearer token'; Severity = 'Breaking'; Part = 'security'; Edit = { $args[0].components.securitySchemes.ApiKey = @{ type = 'apiKey'; in = 'header'; name = 'X-Api-Key' } } }
        @{ Case = 'a plan has another limit'; Severity = 'Change'; Part = 'description'; Edit = { $args[0].info.description = $args[0].info.description.Replace('1000 requests', '600 requests') } }
        @{ Case = 'a status is no longer documented'; Severity = 'Change'; Part = 'response 404'; Edit = { $args[0].paths.'/v1/sequences/{id}/contacts'.get.responses.Remove('404') } }
    ) {
        $document = Get-Document
        & $Edit $document
        $changes = Compare-Document $document
        $changes | Should -HaveCount 1
        $changes.Severity | Should -Be $Severity
        $changes.Part | Should -Be $Part
        $changes.Meaning | Should -Match '\.$'
    }

    It 'reads a nullable type written in the way of OpenAPI 3.1' {
        $document = Get-Document
        $document.components.schemas.Contact.properties.email = @{ type = 'string', 'null' }
        $changes = Compare-Document $document
        $changes | Should -HaveCount 1
        $changes.Part | Should -Be 'data[].contact.email, type'
        $changes.Found | Should -Be 'string'
    }

    It 'ends on a schema that refers to itself' {
        $document = Get-Document
        $document.components.schemas.Tag.properties.parent = @{ '$ref' = '#/components/schemas/Tag' }
        $document.components.schemas.Loop = @{ '$ref' = '#/components/schemas/Loop' }
        $document.components.schemas.Call.properties.loop = @{ '$ref' = '#/components/schemas/Loop' }
        $changes = Compare-Document $document
        $changes.Severity | Should -Be @('Addition', 'Addition')
        $changes.Part | Sort-Object | Should -Be @('data[].calls[].loop', 'data[].tags[].parent')
    }

    It 'refuses a file that is not an OpenAPI document' {
        $file = Join-Path $TestDrive 'other.json'
        '{"swagger":"2.0"}' | Set-Content $file
        { & $tool -Path $file } | Should -Throw "*other.json' is not an OpenAPI document."
    }

    Context 'in the weekly workflow' {
        BeforeAll {
            Import-Module "$PSScriptRoot/Helpers.psm1" -Force

            # The step's own commands, on a document in a file.
            function Invoke-Workflow($Document) {
                $Document | ConvertTo-Json -Depth 30 | Set-Content "$TestDrive/document.json"
                $workflow = Get-Content "$PSScriptRoot/../.github/workflows/specification.yml" -Raw
                $workflow -match '(?ms)^        run: \|\r?\n(?<script>.*)' | Should -BeTrue
                $script = $Matches.script.Replace('./tools/Compare-SkipcallSpecification.ps1', "& '$tool' -Path '$TestDrive/document.json'")
                $script | Should -Match 'document\.json'
                Set-Content "$TestDrive/step.ps1" "`$env:GITHUB_STEP_SUMMARY = '$TestDrive/summary.md'`n$script"
                Remove-Item "$TestDrive/summary.md" -ErrorAction Ignore
                $output = & $Shell -NoProfile -NonInteractive -File "$TestDrive/step.ps1"
                [pscustomobject]@{ ExitCode = $LASTEXITCODE; Output = @($output); Summary = Get-Content "$TestDrive/summary.md" -Raw }
            }
        }

        It 'passes if nothing changed' {
            $run = Invoke-Workflow (Get-Document)
            $run.ExitCode | Should -Be 0
            $run.Output | Should -BeNullOrEmpty
            $run.Summary | Should -Match '^Nothing'
        }

        It 'fails with one line for each change, and a summary of all' {
            $document = Get-Document
            $document.components.schemas.Record.properties.assignee = @{ type = 'string' }
            $document.components.schemas.Call.properties.status.enum += "A`n::warning::B"
            $run = Invoke-Workflow $document
            $run.ExitCode | Should -Be 1
            $run.Output | Should -HaveCount 2
            $run.Output | Should -Match '^::error::(Addition|Change), data\[\]'
            $run.Summary | Should -Match 'data\[\]\.assignee'
            $run.Summary | Should -Not -Match '(?m)^\S'
        }
    }
}
