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
kit-coverage-announced = { $count ->
    [one] One result has arrived, but is shown only when whoever ordered it has seen it.
   *[other] { $count } results have arrived, but are shown only when whoever ordered them has seen them.
}
kit-coverage-announced-until = { $count ->
    [one] One result has arrived. It is shown by { $when } at the latest.
   *[other] { $count } results have arrived. They are shown by { $when } at the latest.
}
kit-coverage-locked = { $count ->
    [one] The patient has blocked one item.
   *[other] The patient has blocked { $count } items.
}
kit-coverage-rules = The law may keep some items from being shown. Ask whoever wrote them, or appeal to the County Governor.
kit-coverage-rules-youth = Some items may be hidden from you because you are under 16.
kit-coverage-rules-other = You see what you have been given access to. The person may have kept something back.
kit-coverage-rules-guardian = You see what parents have a right to see. Some things may be for the child alone.
kit-coverage-rules-staff = The patient may have blocked items. What is blocked is marked with a padlock.
kit-coverage-older = The list shows the { $count } newest. There are older entries.

kit-chart-out = Outside the usual range
kit-chart-break = The method changed; numbers on either side cannot be compared directly
kit-chart-table = Show the numbers as a table
kit-coverage-asks = Something you have locked is not included here.
