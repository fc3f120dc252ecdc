# The access log.
# To be read over by somebody who speaks Northern Sámi.

log-title = Gii lea geahččan mu journála
log-lead = Juohke háve go soamis rahpá du journála dáppe, de čállojuvvo: gii, goas, mii ja manne. Logga ii sáhte rievdaduvvot.
log-you = Don
log-you-why = Don lohket iežat journála
log-import = Dieđut biddjojuvvojedje sisa
log-import-why = Soamis gii lea divššodan du, lea sádden daid
log-demo = Hutkojuvvon dieđut ráhkaduvvojedje
log-check = Rádju dárkkistuvvui
log-sign-in = Don logge sisa
log-system-why = Bálvalusa jođiheapmi
log-span = { $since } – { $until }
log-times = { $count ->
    [one] oktii
    [two] guktii
   *[other] { $count } háve
}
log-written = Čállojuvvon
log-name = Sisaloggen: du namma vižžojuvvui čájehit gii lea loggejuvvon sisa
log-search = Ohcan
log-older = Čájet boarráset ohcamiid
log-newest = Ođđaseamosiidda
log-empty-title = Eai leat ohcamat
log-empty-advice = Ii leat mihkkege boarráset go dat maid leat oaidnán.
log-not-here = Dáppe leat ohcamat HelsaMis. Ohcamat maid bargit dahket iežaset vuogádagain, leat sin loggain: jeara buohcciviesus, fástadoaktáris dahje gielddas, dahje geahča logga helsenorge.no bokte. Jus it dovdda juoidá dáppe, logge olggos buot báikkiin Heivehusain ja váldde oktavuođa.
log-other = Eará olmmoš
log-staff = Dearvvašvuođabargit
log-rules = Beassannjuolggadusat
log-refused-why = Geahččalii rahpat du journála, muhto bissehuvvui. Ii mihkkege čájehuvvon.
log-family-why = Geahčai journála du ovddas, váhnemin dahje lagamus oapmahažžan.
log-proxy-why = Geahčai journála du ovddas, danne go don leat addán beassama.
log-treatment-why = Geahčai journála addin dihte dutnje dearvvašvuođaveahki.
log-emergency-why = Geahčai journála heahtedilis.
log-coordination-why = Geahčai journála ovttastahttin dihte bálvalusaid dutnje.
log-administration-why = Geahčai journála hálddašan dihte du dearvvašvuođaveahki.
log-override-why = Rabai juoidá maid don leat gidden, ja almmuhii siva. Dákkár rahpamat dárkkistuvvojit.
log-unexplained = Ohcamat maidda mii eat gávnna siva
log-unexplained-what = Mii eat gávnna diimmu, galledeami dahje čujuheami sin luhtte { $days } beaivvi siste ovdal dahje maŋŋel. Dat sáhttá liikká leat riekta. Rájá { $days } beaivvi leat mii ieža bidjan.
log-visit = Galledeapmi
log-appointment = Diibmu
log-order = Čujuheapmi dahje diŋgon
log-because = Sivva: { $what }
log-because-when = Sivva: { $what }, { $when }
log-others = Buot eará ohcamat
log-as-staff = { $name }, { $role }
log-at = Dáppe: { $place }
log-opened = Rahpan: { $what }
log-opened-unnamed = juoga nama haga
log-reason-given = Sii almmuhedje siva iežaset sániiguin. Don sáhtát jearrat mii dat lei.
log-reason-none = Sii eai almmuhan siva iežaset sániiguin.
log-ask = Jeara dán birra
log-ask-title = Jeara muhtin ohcama birra
log-ask-lead = Sii geat leat geahččan du journála, galget sáhttit čilget manne.
log-ask-words = Maid imaštalat? (ii bákku)
log-ask-to = Gažaldat manná deike: { $owner }. Don galggat oažžut vástádusa maŋimustá { $day }.
log-ask-send = Sádde gažaldaga
log-ask-default = Manne rahppui mu journála { $when }, rahppi { $who }?
log-ask-too-long = Dat maid čállet, lea menddo guhkki. Oanit dan { $most } mearkii.
log-ask-nobody = Mii eat dieđe gii sáhttá vástidit dása. Riŋge iežat fástadoavttirkantuvrii, de sii veahkehit.
log-asked = Don leat jearran dán birra. Geahča vástádusa «Dat maid don leat jearran» vuolde.
log-download = Viečča olles logga (FHIR)
log-opening = Journála rahppui
log-acute = Rahppon heahtedilis dahje vaikko lei giddejupmi
log-acute-what = Earás sin luhtte dárkkista juohke dákkár rahpama. Maid dárkkisteapmi čájehii, čuožžu dáppe:
log-pdf = Viečča logga (PDF)
log-pdf-page = Siidu { $number }
log-pdf-looked = { $what }: { $times }
log-pdf-cut = Logga lea guhkit go maid dát fiila sáhttá sisttisdoallat. Loahppa lea siiddus HelsaMis, ja buot lea mielde go viežžat olles logga (FHIR).
log-pdf-signs = Mearkkat mat eai gávdno dán fiilla čállagis, leat sárgojuvvon guoros ruvttun. Dat leat riekta siiddus HelsaMis.
log-finding = Ozai du
log-finding-why = Ozai du ja gávnnai du. Ohcan ii rahpan maidege journálas.
log-doctor = Du fástadoavttir
log-client = Registrerejuvvon vuogádat
log-exchange = Viežžan dieđuid
log-exchange-why = Dearvvašvuođabálvalusa vuogádat sádde dahje viežžá dieđuid du birra
log-marks = Čiehkan ja maŋiduvvon čájeheapmi
