# Reporting an error in the record.
# To be read over by somebody who speaks Northern Sámi.

report-link = Dieđit meattáhusa
report-title = Dieđit meattáhusa
report-lead = Jus dat mii lea čállojuvvon ii leat riekta, sáhtát dieđihit dan dáppe. Sii geat leat čállán dan, galget vástidit dutnje.
report-line = Dát lea dan birra
report-unnamed = Diehtu nama haga
report-when = Beaivi
report-says = Dat lea čállojuvvon
report-wrong = Mii lea boastut?
report-wrong-hint = Čális iežat sániiguin.
report-instead = Mii galggašii leat? (ii bákku)
report-send = Sádde
report-to = Dat maid čálát, manná deike: { $owner }. Don galggat oažžut vástádusa maŋimustá { $day }.
report-law = Meattáhus divvojuvvo dábálaččat nu ahte lasihuvvo ođđa diehtu beivviin. Dat mii lei čállojuvvon ii sihkkojuvvo dábálaččat. Jus sii biehttalit, galggat oažžut diehtit manne, ja dalle sáhtát váidit Stáhtahálddašeaddjái.
report-urgent = Jus meattáhus sáhttá leat várálaš dál, ovdamearkka dihte allergiija mii váilu, de riŋge maiddái doaktárasat.
report-no-owner-title = Mii eat dieđe gii lea čállán dán
report-no-owner = Danne eat sáhte sáddet dieđu geasage. Riŋge iežat fástadoavttirkantuvrii, de sii veahkehit gávdnat gii sáhttá divvut dan.
report-wrong-missing = Čális mii lea boastut
report-wrong-too-long = Dat maid čállet meattáhusa birra, lea menddo guhkki. Oanit dan { $most } mearkii.
report-instead-too-long = Dat maid čállet dan birra mii galggašii leat, lea menddo guhkki. Oanit dan { $most } mearkii.
report-sent-title = Diehtu lea sáddejuvvon
report-sent = { $owner } lea ožžon dieđu ja galgá vástidit maŋimustá { $day }.
report-sent-before = Don leat juo sádden justa dán odne. { $owner } lea ožžon dan ja galgá vástidit maŋimustá { $day }.
report-sent-for = Diehtu ja vástádus leat olbmo iežas siidduin, «Dat maid don leat jearran» vuolde.
report-back = Ruovttoluotta journálii
