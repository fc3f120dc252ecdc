# Test results and measurements.

results-title = Test results
results-lead = Results of tests, with the usual range given by the laboratory. If you wonder what a result means, ask the person who ordered the test.
results-measurements-title = Measurements
results-measurements-lead = Blood pressure, weight, questionnaires and other things measured or registered about you.
results-sides = What to show
results-side-tests = Test results
results-side-measurements = Measurements

results-filter-analysis = Test
results-filter-analysis-all = All tests
results-filter-period = Period
results-filter-period-all = All years
results-filter-period-months = Last three months
results-filter-period-year = Last year
results-filter-period-years = Last five years
results-filter-flag = Assessment
results-filter-flag-all = All results
results-filter-flag-outside = Outside the usual range
results-count = { $count ->
    [0] No results
    [one] Showing one result
   *[other] Showing { $count } results
}
results-older = Show older results
results-newest = To the newest results
results-list = Results, the newest first

results-column-analysis = Test
results-column-value = Result
results-column-range = Usual range
results-column-flag = Assessment
results-column-when = Taken
results-column-method = Method
results-taken = Taken { $when }
results-order-taken = { $name }, taken { $when }
results-no-date = Without a date
results-order-no-date = { $name }, without a date
results-unnamed = Without a name
results-unnamed-order = Tests ordered together
results-code = Code { $code }
results-elsewhere = { $count ->
    [one] One more result belongs to this order.
   *[other] { $count } more results belong to this order.
}
results-open-order = Read the full result

results-waiting-title = You are waiting for results
results-waiting-since = Ordered { $when }. The result has not arrived yet.
results-waiting-by = Ordered by { $name } { $when }. The result has not arrived yet.
results-waiting-undated = The result has not arrived yet.

results-empty-title = No test results here
results-empty-measurements-title = No measurements here
results-empty-advice = If you are waiting for a result, ask the person who ordered the test. Places that are not connected keep their own results.
results-coverage-note = Results from places that are not connected to HelsaMi are not shown here. A result arrives here when the place that has it sends it.

results-flag-within = Within
results-flag-low = Low
results-flag-high = High
results-flag-far-low = Clearly low
results-flag-far-high = Clearly high
results-flag-outside = Outside
results-state-waiting = Waiting for result
results-state-preliminary = Preliminary result
results-state-corrected = Corrected result
results-state-cancelled = Cancelled
results-state-mistake = Withdrawn
results-state-preliminary-more = The result is preliminary and may change.
results-state-corrected-more = The result was corrected after it was first sent. This is the one that applies.

results-within = Within the usual range.
results-called-normal = The laboratory has assessed the result as normal.
results-below = Below the usual range.
results-above = Above the usual range.
results-far-below = The laboratory has marked the result as clearly below the usual range.
results-far-above = The laboratory has marked the result as clearly above the usual range.
results-unusual = The laboratory has marked the result as outside the usual range.
results-very-unusual = The laboratory has marked the result as clearly outside the usual range.
results-outside-but-normal = The number is outside the range, but the laboratory has assessed the result as normal.
results-within-but-marked = The number is within the range, but the laboratory has marked the result.
results-several-ranges = The laboratory gives several ranges and does not say which one applies to you.
results-no-range = Whoever sent the result has not given a usual range.
results-bound = The result is a limit, and does not show whether the value is within the usual range.
results-absent-not-performed = Not done.
results-absent-unknown = The value is not known.
results-absent-declined = Not answered.
results-absent-failed = The analysis could not be carried out.
results-absent-withheld = Withheld by whoever has the result.
results-absent-not-applicable = Does not apply here.
results-absent-other = Not measured.
results-no-value = The result has no value, and no reason is given.
results-waiting = The test has been ordered. The result has not arrived.
results-cancelled = The test has been cancelled. There will be no result.
results-mistake = Whoever sent this has withdrawn it. Its content is not shown.
results-next-step = The person who ordered the test is responsible for following up the result. If you hear nothing, contact them.

results-yes = Yes
results-no = No
results-not-shown = Cannot be shown here
results-dash = –
results-between = { $low }–{ $high }
results-up-to = up to { $high }
results-from = from { $low }
results-ratio = { $first } : { $second }
results-part = { $name }: { $value }
results-line-within = { $value }. Within the usual range, { $range }.
results-line-below = { $value }. Below the usual range, { $range }.
results-line-above = { $value }. Above the usual range, { $range }.
results-range = Usual range: { $range }
results-treatment-range = Treatment goal: { $range }
results-other-range = Another range given by the laboratory: { $range }
results-exact = The number as it was sent
results-method = Method: { $method }
results-remark = Comment from the laboratory: { $words }
results-verdict = The laboratory's assessment: { $words }

results-order-crumb = To all test results
results-fact-taken = Taken
results-fact-issued = Result given
results-fact-lab = Reported by
results-fact-requester = Ordered by
results-fact-conclusion = Conclusion
results-fact-state = Status
results-document = A document belongs to this result. You can find it under Notes and documents.
results-order-missing = { $count ->
    [one] One result that belongs here is missing.
   *[other] { $count } results that belong here are missing.
}

results-trend-title = { $name } over time
results-trend-latest = Latest result
results-trend-chart = { $count ->
    [one] { $name }: one result, { $value } on { $when }.
   *[other] { $name }: { $count } results. The latest is { $value } on { $when }.
}
results-trend-units = The results are given in different units, or some without one. They are not joined into one curve, because the numbers cannot be compared.
results-trend-parts = The measurement has several parts. Each part has its own curve.
results-trend-unit = Given in { $unit }
results-trend-no-unit = Given without a unit
results-trend-new-method = New method
results-trend-undrawn = Results that are not numbers
results-trend-empty-title = No results to show
results-trend-table = All results, the newest first
