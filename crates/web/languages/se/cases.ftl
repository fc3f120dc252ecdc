# What a person has asked about.
# To be read over by somebody who speaks Northern Sámi.

cases-title = Dat maid don leat jearran
cases-lead = Dáppe lea buot maid don leat dieđihan dahje jearran: geas ášši lea, goas don galggat oažžut vástádusa, ja mii vástádus šattai.
cases-what = Dieđihuvvon meattáhusat ja gažaldagat
cases-report-error = Dieđihuvvon meattáhus
cases-ask-about-look = Gažaldat muhtin ohcama birra
cases-apply-for-access = Beassanohcan
cases-overdue = Menddo maŋŋit
cases-open = Vuordimin vástádusa
cases-ended = Vástiduvvon

cases-about = Guoská
cases-owner = Geas ášši lea
cases-owner-unnamed = Muhtin ásahus du journálas
cases-asked = Sáddejuvvon
cases-asked-by = Sáddejeaddji
cases-asked-by-other = Olmmoš gii doaibmá du ovddas
cases-due = Vástádus galgá boahtit maŋimustá
cases-words = Don čállet
cases-words-other = Dat mii čállojuvvui
cases-proposal = Dat galggašii leat
cases-answer = Vástádus
cases-reason = Ákkastus
cases-changed = Maŋimuš rievdaduvvon

cases-state-requested = Sáddejuvvon
cases-state-in-progress = Soamis bargá áššiin
cases-late = { $days ->
    [one] Ovtta beaivvi maŋŋit
    [two] Guokte beaivvi maŋŋit
   *[other] { $days } beaivvi maŋŋit
}
cases-late-what = Don galggašit leat ožžon vástádusa dál. Riŋge: { $owner }, ja muital ahte vuorddát vástádusa dán áššis. Jus dat ii veahkit, sáhtát váidit Stáhtahálddašeaddjái.
cases-corrected = Divvojuvvon
cases-remark-added = Mearkkašupmi lasihuvvon
cases-remark-added-what = Dat mii lei čállojuvvon ii leat rievdaduvvon, muhto du oaivil lea dál dan bálddas.
cases-answered = Vástiduvvon
cases-refused = Biehttaluvvon
cases-appeal = Jus it leat ovttaoaivilis, sáhtát váidit Stáhtahálddašeaddjái. Váldde mielde ákkastusa dás bajábealde ja dan maid čállet.
cases-promise-own = Lágas ii leat áigemearri dása. { $days } beaivvi lea min iežamet lohpádus.
cases-promise-ombudsman = Siviláittardeaddji oaivvilda ahte dákkáriidda galgá dábálaččat vástidit ovtta gitta golmma beaivvi siste.

cases-new = Ášši lea sáddejuvvon
cases-new-what = { $owner } lea ožžon dan ja galgá vástidit maŋimustá { $day }.
cases-empty-title = Don it leat jearran maidege
cases-empty-advice = Jus oainnát juoidá mii lea boastut, sáhtát válljet Dieđit meattáhusa dan bálddas. Jus it dovdda muhtin ohcama loggas, sáhtát jearrat dan birra doppe.
cases-not-here = Dáppe lea dat maid don leat jearran HelsaMis. Dat maid leat sádden báhpáris dahje jearran telefovnnas, ii leat dáppe.

cases-review-opening = Dárkkisteapmi ahte du journála rahppui
cases-opened-by = Rabai
cases-opened-why = Mii dáhpáhuvai
cases-opened = Goas
cases-opened-emergency = Rahppui heahtedilis
cases-opened-override = Rahppui vaikko dus lea giddejupmi
cases-review-due = Galgá leat dárkkistuvvon maŋimustá
cases-review-late = Rahpan galggai leat dárkkistuvvon dál. Riŋge: { $owner }, ja jeara vástádusa. Jus dat ii veahket, de sáhtát váidit Stáhtahálddašeaddjái.
cases-justified = Rahpan lei riekta
cases-justified-what = Earás go dat guhte rabai, lea dárkkistan dán. Jus leat eará oaivilis, de sáhtát váidit Stáhtahálddašeaddjái.
cases-not-justified = Rahpan ii lean riekta
cases-not-justified-what = Earás go dat guhte rabai, lea dárkkistan dán. Sáhtát váidit Stáhtahálddašeaddjái, ja sáhtát dieđihit Dáhtabearráigehčui.
cases-for-others = Maid don leat jearran earáid ovddas
cases-for-whom = Geasa
cases-apply-to-act = Ohcan doaibmat earáid ovddas
