# What a person has closed.
# To be read over by somebody who speaks Northern Sámi.

blocks-title = Giddemat
blocks-lead = Dáppe oainnát maid leat gidden dearvvašvuođabargiin. Don sáhtát giddet eanet, dahje rahpat fas. Dat doaibmá dalán.
blocks-what = Geat eai galgga oaidnit journála
blocks-none = Don it leat gidden maidege. Dearvvašvuođabargit geat addet dutnje veahki, sáhttet oaidnit dan maid dárbbašit.
blocks-set = Giddejuvvon dál
blocks-new = Gidde juoidá
blocks-item = Gidde dán
blocks-who = Geain?
blocks-everybody = Buot dearvvašvuođabargit
blocks-unnamed = Soamis nama haga
blocks-extent = Maid?
blocks-record = Olles journála
blocks-coming = Buot mii boahtá dás rájes
blocks-one = Dušše «{ $name }»
blocks-one-unnamed = okta diehtu
blocks-next = Geahča mii dáhpáhuvvá
blocks-review = Dát dáhpáhuvvá go gidde
blocks-review-record = { $who }: eai beasa rahpat du journála. Dat guoská buot mii doppe lea dál, ja buot mii boahtá.
blocks-review-coming = { $who }: oidnet dan mii doppe lea dál. Buot mii boahtá dan maŋŋel, lea sidjiide lohkkaduvvon.
blocks-review-item = { $who }: eai beasa rahpat «{ $name }». Sii oidnet lohka, ja dihtet ahte juoga lea giddejuvvon.
blocks-emergency = Jus lea heakka duohken dahje duođalaš vahát, sáhttet sii liikká rahpat. Dalle fertejit čállit manne, ja don oainnát dan loggas.
blocks-emergency-named = Dát gidden doaibmá maiddái heahtedilis: { $who } ii beasa dallege. Earát besset.
blocks-you = Don ieš ja sii geaidda leat addán beassama, oidnet seamma go ovdal.
blocks-care = Sis geat galget du veahkehit, sáhttá váilut juoga maid dárbbašit diehtit, ovdamearkka dihte allergiijaid ja dálkasiid birra.
blocks-again = Don sáhtát rahpat fas goas háliidat, seamma johtilit.
blocks-confirm = Gidde dál
blocks-cancel = Ale gidde
blocks-lift = Raba fas
blocks-since = Giddejuvvon { $when } rájes
blocks-by-staff = Dát lea biddjon du oadjebasvuođa dihte. Dušše dearvvašvuođabargit sáhttet dan sihkkut.
blocks-not-here = Giddemat dobmet HelsaMis. Jus háliidat giddet juoidá buohcciviesu, fástadoaktára dahje gieldda iežaset vuogádagain, fertet bivdit sis dan.
blocks-too-young = Don galggat leat 16 jagi ovdal go sáhtát giddet dáppe. Jus lea juoga maid it hálit earáid oaidnit, sáhtát dadjat dan dasa geainna humat, dahje dearvvašvuođabuohccidivššárii.
