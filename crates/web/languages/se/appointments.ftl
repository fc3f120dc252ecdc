# Appointments and visits.
# To be read over by somebody who speaks Northern Sámi.

appointments-title = Diimmut ja galledeamit
appointments-lead = Boahttevaš diimmut, ja galledeamit mat dus leat leamaš.
appointments-now = Dál
appointments-coming = Boahttevaš diimmut
appointments-open = Ii leat čielggas
appointments-called-off = Šluhttejuvvon
appointments-past = Ovddit
appointments-none-coming = Dus eai leat boahttevaš diimmut dáppe.
appointments-none-coming-advice = Jus leat ožžon gohččuma poasttas dahje telefovnnas, de dat lea fámus vaikko ii leat dáppe.
appointments-none-past = Eai leat registrerejuvvon ovddit diimmut dahje galledeamit.
appointments-dead = Journála gullá olbmui gii lea jápmán. Eai leat boahttevaš diimmut.
appointments-unnamed = Diibmu
appointments-unnamed-visit = Galledeapmi
appointments-stay = Orrun
appointments-emergency = Hoahppoveahkki
appointments-video = Video
appointments-phone = Telefovdna
appointments-home = Du ruovttus
appointments-written = Čálalaš
appointments-cancelled = Šluhttejuvvon
appointments-no-show = Ii boahtán
appointments-proposed = Evttohuvvon
appointments-waiting = Vuordinlisttus
appointments-unknown = Dilli ii leat almmuhuvvon
appointments-unfinished = Ii oktage leat čállán šattai go diibmu
appointments-from-to = { $day } dii. { $from }–{ $to }
appointments-days = { $from } gitta { $to } rádjai
appointments-since = { $when } rájes
appointments-undated = Áigi ii leat mearriduvvon
appointments-minutes = { $count ->
    [one] Bistá ovtta minuhta
    [two] Bistá guokte minuhta
   *[other] Bistá { $count } minuhta
}
appointments-place = Báiki
appointments-with = Gii
appointments-with-role = { $name }, { $role }
appointments-why = Manne
appointments-prepare = Dán fertet dahkat dahje váldit mielde
appointments-note = Mearkkašupmi
appointments-cancel-reason = Sivva
appointments-show-older = Čájet buot ovddit galledemiid
appointments-not-here = Diimmut sin luhtte geat eai leat laktojuvvon HelsaMi:i, eai čájehuvvo dáppe.
