# Safe mode: what wants a fresh sign-in.

safe-title = Gáibit ođđa sisaloggema muhtun journálaosiide
safe-lead = Lohkkat dan maid earát eai galgga oaidnit jos sii ožžot telefovnnat dahje dihtorat gitta dan botta go don leat sisa loggejuvvon. Don rabat elektrovnnalaš ID:in.
safe-closed = Dat maid leat válljen, lea lohkkaduvvon
safe-closed-more = Don sáhtát lohkkadit eanet dál. Jos áiggut váldit juoidá eret, de fertet vuos logget sisa ođđasit.
safe-open = Dat maid leat válljen, lea rabas aiddo dál
safe-open-more = Dat lohkkaduvvo go it leat geavahan siiddu logi minuhtas, ja maŋimustá diimmu maŋŋá.
safe-unlock = Logge sisa ođđasit ja raba
safe-close = Lohkkat fas dál
safe-parts = Mii galgá leat lohkkaduvvon?
safe-parts-hint = Dat maid válljet, lea eret visogovas, listtuin, ohcamis ja čálihemiin dassážii go logget sisa ođđasit.
safe-things = Ovttaskas áššit
safe-things-hint = Don válljet juoidá dan sajis gos dat lea journálas, «Lohkkat» dahje «Gáibit ođđa sisaloggema dása» bokte.
safe-thing-unnamed = Lohkkaduvvon dassážii go logget sisa ođđasit
safe-thing = { $name } ({ $part })
safe-thing-dated = { $name }, { $when } ({ $part })
safe-thing-nameless = Nama haga
safe-offer = Dán áiggut lohkkadit
safe-with = Dát lohkkaduvvo dan mielde:
safe-also = Dát dadjá seammá
safe-also-hint = Váldde eret merkema das mii ii galgga lohkkaduvvot.
safe-also-more = { $count ->
    [one] Vel okta ášši dadjá seammá. Lohkkat baicce olles oasi.
   *[other] Vel { $count } ášši dadjet seammá. Lohkkat baicce olles oasi.
}
safe-save = Vurke
safe-how = Ná dat doaibmá
safe-how-open = Don rabat go logget sisa ođđasit elektrovnnalaš ID:in. De lea buot rabas dán rusttegis dassážii go it leat geavahan siiddu logi minuhtas, iige goassege guhkit go diimmu.
safe-how-less = Go juoga lea lohkkaduvvon, de fertet logget sisa ođđasit váldit lohka eret.
safe-how-others = Sii geat doibmet du ovddas, eai oainne dan maid leat lohkkadan, vaikko leatge addán sidjiide beassanlobi. Jos sii galget oaidnit dan, de fertet váldit lohka eret.
safe-how-parents = Du váhnemat oidnet seammá go ovdal, danne go láhka addá sidjiide oaidninvuoigatvuođa dassážii go deavddát 16 jagi.
safe-how-staff = Dearvvašvuođabargit geat dikšot du, oidnet seammá go ovdal. Jos dáhtut giddet sidjiide, de geavat «Giddemat».
safe-how-card = Jos lohkkadat dálkasiid, kritihkalaš dieđuid dahje diagnosaid, dahje muhtun oasi das, de lea heahtekoarta maid lohkkaduvvon. Čálit dan vuos jos dáhtut dan mielde.
safe-how-results = Vástádus, raporta mas dat lea, ja diŋgojupmi lohkkaduvvojit ovttas, ja buot eará mii lea seammá diŋgojumis. Vástádusat mat bohtet maŋŋil lohkkaduvvon diŋgojupmái, leat lohkkaduvvon dan rájes go bohtet.
safe-how-same = Seammá sáhttá čuožžut eará sajiin journálas, ovdamearkka dihte diagnosan. Don oaččut oaidnit dan maid gávdnat go lohkkadat juoidá. Dan mii boahtá maŋŋil, fertet ieš lohkkadit, dahje sáhtát lohkkadit olles oasi.
safe-item = Gáibit ođđa sisaloggema dása
safe-line = Lohkkat
safe-asks-title = Dát lea lohkkaduvvon
safe-asks = Don leat válljen ahte dát lea lohkkaduvvon dassážii go logget sisa ođđasit.
safe-home = Oassi journálas lea lohkkaduvvon dassážii go logget sisa ođđasit, iige leat mielde dán siiddus.
