# Diagnoses.
# To be read over by somebody who speaks Northern Sámi.

diagnoses-title = Diagnosat
diagnoses-lead = Dávddat ja dearvvašvuođaváttisvuođat, nu mo sii geat leat dikšon du, leat čállán.
diagnoses-current = Dál
diagnoses-former = Ovddit
diagnoses-refuted = Árvvoštallojuvvon ja hilgojuvvon
diagnoses-none-current = Eai leat registrerejuvvon diagnosat mat leat áigeguovdilat dál.
diagnoses-none-known = Gáldu muitala ahte eai leat dovddus diagnosat.
diagnoses-empty-title = Eai diagnosat
diagnoses-empty-advice = Jus juoga váilu, de váldde dan ovdan doaktáriin.
diagnoses-icpc = ICPC-2 { $code }
diagnoses-icd = ICD-10 { $code }
diagnoses-bare-code = Dušše koda lea sáddejuvvon
diagnoses-recurrence = Máhccan
diagnoses-not-stated = Dilli ii leat almmuhuvvon
diagnoses-remission = Ráfis
diagnoses-inactive = Ii leat áigeguovdil
diagnoses-resolved = Nohkan
diagnoses-provisional = Gaskaboddosaš
diagnoses-differential = Okta máŋgga vejolašvuođas
diagnoses-unconfirmed = Ii leat duođaštuvvon
diagnoses-contact = Čállojuvvon galledeamis
diagnoses-concern = Fuolla
diagnoses-since = { $when } rájes
diagnoses-recorded = Čállojuvvon { $when }
diagnoses-span = { $from } gitta { $to } rádjai
diagnoses-until = Nohkan { $when }
diagnoses-times = { $count ->
    [one] Čállojuvvon oktii
    [two] Čállojuvvon guktii, vuosttas háve { $first }
   *[other] Čállojuvvon { $count } háve, vuosttas háve { $first }
}
diagnoses-show-all = Čájet buot hávviid
diagnoses-not-here = Diagnosat doaktáriin HelsaMi olggobealde sáhttet váilut dáppe.
