<#
.SYNOPSIS
    The checks of Test-SkipcallService.ps1, which dot-sources this file.
.DESCRIPTION
    Each function checks some assumptions and adds a row for each with Add-Row. The answer to the first request comes as $First;
    Get-Page and Send-Probe send further ones.
#>

$known = Get-Content -LiteralPath (Join-Path $PSScriptRoot specification.json) -Raw | ConvertFrom-Json -AsHashtable

function Get-Value($Object, [string] $Name) {
    if ($Object -is [System.Collections.IDictionary] -and $Object.Contains($Name)) {
        $Object[$Name]
    }
}

# The status of an answer, for one that is not the 200 a check needs.
function Get-Outcome($Answer) {
    switch ($Answer.Status) {
        0 { 'not asked' }
        -1 { "no answer ($($Answer.Failure))" }
        default { "status $_" }
    }
}

function Get-Record($Answer) {
    Get-Value $Answer.Json 'data' | Where-Object { $null -ne $_ }
}

function Get-Total($Answer) {
    $total = Get-Value $Answer.Json 'total'
    if ($Answer.Status -eq 200 -and $total -is [ValueType]) {
        $total
    }
}

function Get-Id($Answer) {
    @(Get-Record $Answer | ForEach-Object { "$(Get-Value $_ 'id')" })
}

function Test-Envelope($First) {
    $missing = @('total', 'page', 'limit', 'totalPages' | Where-Object { (Get-Value $First.Json $_) -isnot [ValueType] })
    if ((Get-Value $First.Json 'data') -isnot [array] -and @(Get-Record $First).Count -ne 1) {
        $missing += 'data'
    }

    Add-Row -Assumption 'A page is an envelope' -Expected 'data, total, page, limit, totalPages' -Seen $(if ($missing) { "missing or of another type: $($missing -join ', ')" } else { 'all present' }) -IsConfirmed (-not $missing)
    if ($missing -or $First.Json.limit -lt 1) {
        return
    }

    $pages = [math]::Ceiling($First.Json.total / $First.Json.limit)
    Add-Row -Assumption 'totalPages follows from total and limit' -Expected "$pages" -Seen "$($First.Json.totalPages)" -IsConfirmed ($First.Json.totalPages -eq $pages)
    Add-Row -Assumption 'The page has the size asked for' -Expected "limit 100, at most 100 rows" -Seen "limit $($First.Json.limit), $(@(Get-Record $First).Count) rows" -IsConfirmed ($First.Json.limit -eq 100 -and @(Get-Record $First).Count -le 100)
}

function Test-Size($First) {
    $default = Get-Page @{}
    Add-Row -Assumption 'The default page size is 50' -Expected 'limit 50' -Seen $(if ($default.Status -eq 200) { "limit $(Get-Value $default.Json 'limit')" } else { Get-Outcome $default }) -IsConfirmed ((Get-Value $default.Json 'limit') -eq 50)
    $over = Get-Page @{ limit = 101 }
    $rowCount = @(Get-Record $over).Count
    Add-Row -Assumption 'No page is larger than 100' -Expected 'status 400, or at most 100 rows' -Seen $(if ($over.Status -eq 200) { "status 200, limit $(Get-Value $over.Json 'limit'), $rowCount rows" } else { Get-Outcome $over }) -IsConfirmed ($over.Status -eq 400 -or ($over.Status -eq 200 -and $rowCount -le 100))
    $zero = Get-Page @{ page = 0; limit = 1 }
    Add-Row -Assumption 'Pages count from 1' -Expected 'page 0 is refused with 400' -Seen (Get-Outcome $zero) -IsConfirmed ($zero.Status -eq 400)
}

function Test-End($First) {
    $total = [long] (Get-Total $First)
    $pages = [long] [math]::Ceiling($total / 100)
    $last = if ($pages -gt 1) { Get-Page @{ page = $pages; limit = 100 } } else { $First }
    $expected = $total - (($pages - 1) * 100)
    Add-Row -Assumption 'The last page holds the rest' -Expected "$([math]::Max(0, $expected)) rows" -Seen $(if ($last.Status -eq 200) { "$(@(Get-Record $last).Count) rows" } else { Get-Outcome $last }) -IsConfirmed $(if ($total -gt 0) { @(Get-Record $last).Count -eq $expected })
    foreach ($number in ($pages + 1), 1000000) {
        $behind = Get-Page @{ page = $number; limit = 100 }
        $count = @(Get-Record $behind).Count
        $name = if ($number -eq 1000000) { 'A page far behind the end' } else { 'The page behind the end' }
        Add-Row -Assumption "$name is empty" -Expected '0 rows, or status 400 or 404' -Seen $(if ($behind.Status -eq 200) { "$count rows" } else { Get-Outcome $behind }) -IsConfirmed (($behind.Status -eq 200 -and $count -eq 0) -or $behind.Status -in 400, 404)
    }
}

function Test-Order($First) {
    $again = Get-Page @{ page = 1; limit = 100 }
    $same = (Get-Id $First) -join ' ' -ceq ((Get-Id $again) -join ' ')
    Add-Row -Assumption 'Two reads of a page agree' -Expected 'the same rows in the same order' -Seen $(if ($same) { 'the same' } else { 'other rows or another order' }) -IsConfirmed $(if ((Get-Total $First) -eq (Get-Total $again)) { $same })
    $one = Get-Page @{ page = 1; limit = 10 }
    $two = Get-Page @{ page = 2; limit = 10 }
    $ids = @(Get-Id $one) + @(Get-Id $two)
    $start = @(Get-Id $First | Select-Object -First $ids.Count)
    Add-Row -Assumption 'Pages follow on from each other' -Expected 'two pages of 10 are the first 20 rows' -Seen $(if ($ids -join ' ' -ceq ($start -join ' ')) { 'they are' } else { 'they are not' }) -IsConfirmed $(if ($ids) { $ids -join ' ' -ceq ($start -join ' ') })
    $unique = @($ids | Sort-Object -Unique -CaseSensitive).Count
    Add-Row -Assumption 'Every record has an id of its own' -Expected "$($ids.Count) ids" -Seen "$unique different ids" -IsConfirmed $(if ($ids) { $unique -eq $ids.Count -and $ids -notcontains '' })
    $times = @(Get-Record $First | ForEach-Object { "$(Get-Value $_ 'createdAt')" })
    $order = if ($times.Count -lt 3) { 'too few rows' } elseif (-not (Compare-Object $times ($times | Sort-Object) -SyncWindow 0)) { 'createdAt, ascending' } elseif (-not (Compare-Object $times ($times | Sort-Object -Descending) -SyncWindow 0)) { 'createdAt, descending' } else { 'no order of createdAt' }
    Add-Row -Assumption 'Order of the rows' -Expected 'none is promised' -Seen $order -IsConfirmed 'Info'
}

function Test-Filter($First) {
    $records = @(Get-Record $First)
    $status = $records | ForEach-Object { Get-Value $_ 'status' } | Where-Object { $_ } | Select-Object -First 1
    if ($status) {
        $filtered = Get-Page @{ limit = 100; status = $status }
        $others = @(Get-Record $filtered | Where-Object { (Get-Value $_ 'status') -cne $status }).Count
        Add-Row -Assumption 'The status filter is applied' -Expected '0 rows with another status' -Seen $(if ($filtered.Status -eq 200) { "$others of $(@(Get-Record $filtered).Count) rows" } else { Get-Outcome $filtered }) -IsConfirmed ($filtered.Status -eq 200 -and $others -eq 0)
    } else {
        Add-Row -Assumption 'The status filter is applied' -Expected '0 rows with another status' -Seen 'no contact has a status' -IsConfirmed $null
    }

    $unknown = Get-Page @{ limit = 1; status = 'NOT_A_STATUS' }
    Add-Row -Assumption 'An unknown status is refused' -Expected 'status 400' -Seen (Get-Outcome $unknown) -IsConfirmed ($unknown.Status -eq 400)

    $label = $records | ForEach-Object { Get-Value $_ 'tags' } | ForEach-Object { Get-Value $_ 'label' } | Where-Object { $_ -and $_.ToUpperInvariant() -cne $_.ToLowerInvariant() } | Select-Object -First 1
    if (-not $label) {
        return Add-Row -Assumption 'The tag filter is applied' -Expected '0 rows without the tag' -Seen 'no contact has a tag' -IsConfirmed $null
    }

    $tagged = Get-Page @{ limit = 100; tag = $label }
    $without = @(Get-Record $tagged | Where-Object { @(Get-Value $_ 'tags' | ForEach-Object { Get-Value $_ 'label' }) -cnotcontains $label }).Count
    Add-Row -Assumption 'The tag filter is applied' -Expected '0 rows without the tag' -Seen $(if ($tagged.Status -eq 200) { "$without of $(@(Get-Record $tagged).Count) rows" } else { Get-Outcome $tagged }) -IsConfirmed ($tagged.Status -eq 200 -and $without -eq 0)
    $swapped = -join ($label.ToCharArray() | ForEach-Object { if ([char]::IsUpper($_)) { [char]::ToLowerInvariant($_) } else { [char]::ToUpperInvariant($_) } })
    $other = Get-Page @{ limit = 1; tag = $swapped }
    Add-Row -Assumption 'Case of the tag filter' -Expected 'case-sensitive' -Seen $(if ((Get-Total $other) -eq 0) { 'case-sensitive' } elseif ((Get-Total $other) -eq (Get-Total $tagged)) { 'ignores case' } else { Get-Outcome $other }) -IsConfirmed 'Info'
}

function Test-Field($First) {
    $records = @(Get-Record $First)
    $groups = @{
        'data[].'                        = $records
        'data[].contact.'                = @($records | ForEach-Object { Get-Value $_ 'contact' })
        'data[].contact.phoneNumbers[].' = @($records | ForEach-Object { Get-Value (Get-Value $_ 'contact') 'phoneNumbers' })
        'data[].tags[].'                 = @($records | ForEach-Object { Get-Value $_ 'tags' })
        'data[].calls[].'                = @($records | ForEach-Object { Get-Value $_ 'calls' })
    }
    $extra = [System.Collections.Generic.SortedSet[string]]::new()
    $absent = [System.Collections.Generic.SortedSet[string]]::new()
    foreach ($prefix in $groups.Keys) {
        $objects = @($groups[$prefix] | Where-Object { $_ -is [System.Collections.IDictionary] })
        $objects | ForEach-Object { $_.Keys } | Where-Object { -not $known.fields.Contains("$prefix$_") } | ForEach-Object {
            $null = $extra.Add($(if ($_ -match '^[A-Za-z_][A-Za-z0-9_]{0,39}$') { "$prefix$_" } else { "${prefix}(a name with other characters)" }))
        }
        foreach ($name in $known.fields.Keys | Where-Object { $_.StartsWith($prefix) -and $_.Substring($prefix.Length) -match '^\w+$' -and $known.fields[$_].required }) {
            if ($objects | Where-Object { -not $_.Contains($name.Substring($prefix.Length)) } | Select-Object -First 1) {
                $null = $absent.Add($name)
            }
        }
    }

    Add-Row -Assumption 'Every field is in the specification' -Expected 'no other field' -Seen $(if ($extra.Count) { $extra -join ', ' } else { 'no other field' }) -IsConfirmed ($extra.Count -eq 0)
    Add-Row -Assumption 'Required fields are always there' -Expected 'none absent' -Seen $(if ($absent.Count) { "absent: $($absent -join ', ')" } else { 'none absent' }) -IsConfirmed $(if ($records) { $absent.Count -eq 0 })
    foreach ($place in @{ Name = 'contact'; Field = 'data[].status'; Objects = $records }, @{ Name = 'call'; Field = 'data[].calls[].status'; Objects = $groups['data[].calls[].'] }) {
        $values = @($place.Objects | ForEach-Object { Get-Value $_ 'status' } | Where-Object { $_ } | Sort-Object -Unique -CaseSensitive)
        $new = @($values | Where-Object { $known.fields[$place.Field].enum -cnotcontains $_ } | ForEach-Object { if ($_ -cmatch '^[A-Za-z_]{1,40}$') { $_ } else { '(a value with other characters)' } })
        Add-Row -Assumption "Every $($place.Name) status is in the specification" -Expected 'no other value' -Seen $(if ($new) { $new -join ', ' } else { 'no other value' }) -IsConfirmed $(if ($values) { -not $new })
    }

    $times = @($records | ForEach-Object { Get-Value $_ 'createdAt' })
    $iso = @($times | Where-Object { "$_" -match '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$' }).Count
    Add-Row -Assumption 'Times are ISO 8601 in UTC' -Expected "$($times.Count) of $($times.Count)" -Seen "$iso of $($times.Count)" -IsConfirmed $(if ($times) { $iso -eq $times.Count })
}

function Test-Failure {
    $unknown = Send-Probe -Path "/v1/sequences/$([guid]::NewGuid())/contacts" -Query @{ limit = 1 }
    Add-Row -Assumption 'An unknown sequence' -Expected 'status 404' -Seen (Get-Outcome $unknown) -IsConfirmed ($unknown.Status -eq 404)
    $refused = Send-Probe -Path $contactsPath -Query @{ limit = 1 } -Key 'sk_test_00000000000000000000000000000000'
    Add-Row -Assumption 'A wrong key' -Expected 'status 401' -Seen (Get-Outcome $refused) -IsConfirmed ($refused.Status -eq 401)
    $failure = Get-Value $refused.Json 'error'
    $shape = if ($failure -is [System.Collections.IDictionary]) { 'error.code, error.message' } elseif ($refused.Json -is [System.Collections.IDictionary]) { 'flat' } else { 'not JSON' }
    Add-Row -Assumption 'Shape of an error body' -Expected 'error.code, error.message' -Seen $shape -IsConfirmed ($shape -eq 'error.code, error.message')
    $limited = @($answers | Where-Object Status -EQ 429)
    Add-Row -Assumption 'A 429 says when to come back' -Expected 'Retry-After' -Seen $(if (-not $limited) { 'no 429 seen' } elseif ($limited[0].Header['Retry-After']) { 'Retry-After' } else { 'no Retry-After' }) -IsConfirmed $(if ($limited) { [bool] $limited[0].Header['Retry-After'] })
}

function Test-RateLimit([bool] $WaitForReset) {
    $counted = @($answers | Where-Object { $_.Status -gt 0 -and $_.Status -ne 401 })
    $with = @($counted | Where-Object { $_.Header.ContainsKey('X-RateLimit-Limit') -and $_.Header.ContainsKey('X-RateLimit-Remaining') -and $_.Header.ContainsKey('X-RateLimit-Reset') })
    Add-Row -Assumption 'Every answer has the rate-limit headers' -Expected "$($counted.Count) of $($counted.Count)" -Seen "$($with.Count) of $($counted.Count)" -IsConfirmed ($with.Count -eq $counted.Count)
    if (-not $with) {
        return
    }

    $limit = "$($with[-1].Header['X-RateLimit-Limit'])"
    Add-Row -Assumption 'The limit is that of a plan' -Expected '100 or 1000' -Seen $(if ($limit -match '^\d{1,9}$') { $limit } else { 'not a number' }) -IsConfirmed ($limit -in '100', '1000')
    $steps = @(for ($i = 1; $i -lt $with.Count; $i++) { $with[$i - 1].Remaining - $with[$i].Remaining })
    $ones = @($steps | Where-Object { $_ -eq 1 }).Count
    Add-Row -Assumption 'Remaining goes down by one a request' -Expected "$($steps.Count) steps of 1" -Seen "$ones steps of 1" -IsConfirmed $(if ($steps) { $steps.Count - $ones -le 3 })

    $sample = $with[-1]
    $reset = 0.0
    $clock = $sample.ReceivedAt
    $date = [datetimeoffset]::MinValue
    $hasDate = [datetimeoffset]::TryParse("$($sample.Header['Date'])", [cultureinfo]::InvariantCulture, 'AssumeUniversal', [ref] $date)
    if ($hasDate) {
        $clock = $date
    }

    $isNumber = [double]::TryParse("$($sample.Header['X-RateLimit-Reset'])", 'Float', [cultureinfo]::InvariantCulture, [ref] $reset)
    $unit = if (-not $isNumber) { 'not a number' } elseif ($reset -ge 1e11) { 'Unix time in milliseconds' } elseif ($reset -ge 1e8) { 'Unix time in seconds' } else { 'seconds from now' }
    Add-Row -Assumption 'Unit of X-RateLimit-Reset' -Expected 'Unix time in seconds' -Seen $unit -IsConfirmed ($unit -eq 'Unix time in seconds')
    $left = switch ($unit) {
        'Unix time in seconds' { $reset - $clock.ToUnixTimeMilliseconds() / 1000.0 }
        'Unix time in milliseconds' { ($reset - $clock.ToUnixTimeMilliseconds()) / 1000.0 }
        'seconds from now' { $reset }
    }
    Add-Row -Assumption 'The window ends within a minute' -Expected '0 to 61 s from now' -Seen $(if ($null -ne $left) { '{0:0} s' -f $left } else { 'unknown' }) -IsConfirmed $(if ($null -ne $left) { $left -ge -1 -and $left -le 61 })
    $apart = [math]::Abs(($date - $sample.ReceivedAt).TotalSeconds)
    Add-Row -Assumption 'Every answer has a Date' -Expected 'present' -Seen $(if ($hasDate) { 'present, {0:0} s from this computer''s clock' -f $apart } else { 'absent' }) -IsConfirmed $hasDate

    if ($WaitForReset -and $null -ne $left -and $left -le 120) {
        Start-Sleep -Milliseconds ([int] (1000 * [math]::Max(0, $left)) + 1100)
        $after = Get-Page @{ limit = 1 }
        Add-Row -Assumption 'The budget is back after the reset' -Expected 'more requests left than before' -Seen $(if ($after.Status -eq 200) { 'from {0} to {1}' -f $sample.Remaining, $after.Remaining } else { Get-Outcome $after }) -IsConfirmed ($after.Remaining -gt $sample.Remaining)
    }
}

function Test-Cache($First) {
    $aged = @($answers | Where-Object { $_.Header['Age'] -match '^[1-9]' }).Count
    Add-Row -Assumption 'No answer comes from a cache' -Expected 'no Age above 0' -Seen "$aged of $($answers.Count) answers have one" -IsConfirmed ($aged -eq 0)
    Add-Row -Assumption 'ETag' -Expected 'not used' -Seen $(if ($First.Header.ContainsKey('ETag')) { 'present' } else { 'absent' }) -IsConfirmed 'Info'
}
