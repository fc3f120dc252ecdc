# Who has access to the record.

access-title = Beassamat
access-lead = Dáppe leat buohkat geat sáhttet oaidnit du journála, ja manne. Juohke háve go soamis rahpá juoidá, de boahtá dat du loggii.
access-what = Gii beassá oaidnit du journála
access-invite = Atte soapmásii beassama
access-current = Sis lea beassan dál
access-current-none = Don it leat addán geasage beassama.
access-former = Ovddeš beassamat
access-parents = Váhnemat
access-parents-why = Váhnemat geain lea váhnenovddasvástádus, oidnet eanaš áššiid du journálas dassážii go deavddát 16 jagi. De beassan nohká iešalddis.
access-staff = Dearvvašvuođabargit
access-staff-why = Sii geat dikšot du, sáhttet lohkat journála go dárbbašit dan veahkehan dihte du. Dat čuovvu lágas, ja juohke lohkan lea du loggas.
access-to-log = Geahča logga
access-unnamed = Olmmoš nama haga
access-offered = Bovdehus mii vuordá vástádusa
access-offer-over = Bovdehus mas ii šaddan mihkkege
access-why-proxy = Don leat addán dán beassama.
access-why-offered = Ii oktage oainne maidege ovdal go bovdehus lea dohkkehuvvon.
access-why-representative = Lagamus oapmahaš, danne go doavttir lea duođaštan ahte don it sáhte ieš miehtat.
access-why-guardian = Vearddas gii lea maid lagamus oapmahaš.
access-why-foster = Mánáidsuodjalus lea addán dán beassama.
access-why-dead = Oaidnin jápmima maŋŋá.
access-parts = Oaidná
access-kept-back = Ii oidno
access-period = Gusto
access-period-until = { $from } rájes { $until } rádjai
access-period-open = { $from } rájes dassážii go goabbá nu loahpaha
access-period-always = Dassážii go goabbá nu loahpaha
access-state = Dilli
access-state-in-force = Anus
access-state-coming = Álgá maŋŋil
access-state-offered = Sáhttá vástidit { $when } rádjai
access-state-declined = Biehttaluvvon { $when }
access-state-ended = Loahpahuvvon { $when }
access-state-run-out = Áigi lea nohkan
access-topic-mental = psyhkalaš dearvvašvuohta
access-topic-sexual = seksuála dearvvašvuohta
access-topic-substances = gárrenávdnasat
access-topic-violence = veahkaválddálašvuohta
access-topic-hiv = hiv
access-end-named = Loahpat beassama: { $name }
access-withdraw = Geassit bovdehusa ruovttoluotta
access-end-title = Háliidat go loahpahit beassama?
access-end-what = { $name } massá beassama dakkaviđe. Dan mii lea juo lohkkojuvvon dahje čálihuvvon, ii sáhte váldit ruovttoluotta. Don sáhtát addit ođđa beassama maŋŋil.
access-withdraw-title = Háliidat go geassit bovdehusa ruovttoluotta?
access-withdraw-what = Liŋka ii doaimma šat. Ii oktage leat oaidnán maidege.
access-end-yes = Juo, loahpat dál
access-keep = In, mana ruovttoluotta
access-not-here = Listu ii čájet gii lea oaidnán journála. Dat lea loggas.
access-change-named = Rievdat beassama: { $name }
access-held = Ii oidno, okta hávális
access-held-count = { $count ->
    [one] 1 diehtu
   *[other] { $count } dieđu
}
