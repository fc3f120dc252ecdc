# Words of the components.

kit-new = New
kit-print = Print
kit-search = Search
kit-search-label = What do you want to find?
kit-filter = Show
kit-error-summary = Correct this before you continue
kit-list-and = { $first } and { $last }

kit-source = Source: { $name }
kit-source-dated = Source: { $name }, { $when }
kit-source-unknown = The source is not stated
kit-source-unknown-dated = The source is not stated, written { $when }
kit-source-own = You reported this yourself
kit-source-own-dated = You reported this yourself, { $when }

kit-empty-nothing = Nobody has recorded anything here.
kit-empty-no-match = There is something here, but nothing that matches your choices.
kit-empty-not-connected = None of those who send this kind of information are connected yet.
kit-empty-rule = What there is has been hidden by a rule.
kit-empty-you = You have chosen to hide what there is.

kit-coverage = What the list covers
kit-coverage-sources = The information comes from { $names }.
kit-coverage-unnamed = Some of the information does not say where it comes from.
kit-coverage-day = Everything is from { $day }.
kit-coverage-reach = The oldest is from { $since }, the newest from { $until }.
kit-coverage-received = Last received { $when }.
kit-coverage-mistakes = { $count ->
    [one] One entry has been withdrawn by whoever wrote it, and is not shown.
   *[other] { $count } entries have been withdrawn by whoever wrote them, and are not shown.
}
kit-coverage-repeats = { $count ->
    [one] One entry was sent twice and is shown once.
   *[other] { $count } entries were sent several times and are shown once.
}
kit-coverage-unreadable = { $count ->
    [one] One entry could not be read and is not shown.
   *[other] { $count } entries could not be read and are not shown.
}
kit-coverage-older = The list shows the { $count } newest. There are older entries.

kit-chart-out = Outside the usual range
kit-chart-break = The method changed; numbers on either side cannot be compared directly
kit-chart-table = Show the numbers as a table
