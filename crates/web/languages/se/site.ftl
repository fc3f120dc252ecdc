# The frame of every page, the front page and the pages that tell what went wrong.
# To be read over by somebody who speaks Northern Sámi.

site-skip = Sisdollui
site-title-error = Meattáhus:{ " " }
site-nav = Váldofállu
# A soft hyphen between the two parts of the word, for narrow phones.
site-nav-home = Oppalaš­geahčastat
site-nav-appointments = Diimmut
site-nav-results = Iskosat
site-nav-medicines = Dálkasat
site-nav-record = Journála
site-nav-details = Mu dieđut
site-nav-access-log = Gii lea geahččan mu journála
site-nav-settings = Heivehusat
site-language = Giella:
site-account = Du fállu:
site-sign-in = Logge sisa
site-sign-out = Logge olggos
site-emergency = Heahtenummirat
# The numbers keep a no-break space between their groups, so that they are never turned around or split.
site-emergency-113 = Jus heagga lea vára vuolde: riŋge 113
site-emergency-116117 = Doavttervákta: 116 117
site-print-born = riegádan { $day }
site-print-when = Čálihuvvon { $when }
site-foot-what = HelsaMi čohkke dieđuid du birra buohcciviesuin, gielddas ja fástadoaktáris. Jus imaštalat juoidá journálas, jeara sus gii lea dan čállán.
site-foot-demo = Dát lea geahččalanveršuvdna. Buot olbmot ja dieđut leat hutkojuvvon.
site-foot-review = Davvisámegiel teavstta ii leat vel gielladovdi lohkan čađa.
site-foot-gallery = Buot huksenbihtát
site-to-home = Oppalašgeahčastahkii
site-to-front = Ovdasiidui

site-front-title = Du dearvvašvuohta ovtta sajis
site-front-lead = Geahča iskosiid, diimmuid, dálkasiid ja journála buohcciviesuin, gielddas ja fástadoaktáris.
site-front-see = Geahča maid leat čállán du birra
site-front-see-more = Iskosat čilgehusain, dálkasat, diagnosat, boahkut ja dokumeanttat, gálduin ja beivviin.
site-front-safe = Dušše don beasat sisa
site-front-safe-more = Don loggejuvvot sisa elektrovnnalaš ID:in. Juohke geahčastat journálas lea du iežat loggas.
site-front-paper = It go hálit geavahit neahta?
site-front-paper-more = Sáhtát álo riŋget dahje mannat fástadoaktára, gieldda dahje buohcciviesu lusa.

site-not-found-title = Eat gávnna siiddu
site-not-found = Čujuhus sáhttá leat boastut, dahje siidu lea sirdojuvvon.
site-signed-out-title = Don leat loggejuvvon olggos
site-signed-out = Logge sisa vai sáhtát joatkit.
site-no-access-title = Dus ii leat vejolašvuohta
site-no-access = Siidu guoská dasa maid dus ii leat vuoigatvuohta oaidnit.
site-bad-request-title = Eat ádden dan mii sáddejuvvui
site-bad-request = Mana ruovttoluotta ja geahččal ođđasit.
site-too-many-title = Menddo máŋga jearaldaga
site-too-many = Dáppe bohte oanehis áiggis eanet jearaldagat go okta olmmoš dárbbaša. Vuordde ovtta minuhta ja geahččal ođđasit. Jus lea hoahppu, riŋge fástadoaktárii dahje doavttervaktii.
site-failed-title = Juoga manai boastut min bealde
site-failed = Dat ii leat du sivva. Geahččal ođđasit maŋŋelaš. Jus lea hoahppu, riŋge fástadoaktárii dahje doavttervaktii.
site-exit = Guođe siiddu jođánit
