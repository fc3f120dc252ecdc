# Search over one's own record.

search-title = Search your record
search-lead = The search reads everything your pages show. The words you search for are not kept.
search-too-short = Write at least two letters.
search-count = { $count ->
    [0] Nothing found
    [one] Found one thing
   *[other] Found { $count } things
}
search-more = { $count ->
    [one] One more hit is not shown. Write more words to find it.
   *[other] { $count } more hits are not shown. Write more words to find them.
}
search-empty-title = Nothing found
search-empty-advice = Try another word, or a part of the word. The text in PDF files is not searched.
search-unnamed = Without a name
search-times = { $count ->
    [one] Once
   *[other] { $count } times, last { $when }
}
search-times-undated = { $count ->
    [one] Once
   *[other] { $count } times
}
search-found-name = Found in the name: “{ $words }”
search-found-party = Found in the name of a person or place: “{ $words }”
search-found-text = Found in the text: “{ $words }”
search-note = The search covers only what has been sent to HelsaMi. Images and PDF files are not searched, nor are names that are kept in other registers.
