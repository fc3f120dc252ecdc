# The emergency lock.

lock-title = Akuhttagidden
lock-lead = Geavat dan jos don jáhkát ahte soamis eará beassá du siidduide.
lock-does = Dát dáhpáhuvvá
lock-does-closed = Du siiddut giddejuvvojit dakkaviđe, maiddái alccesat.
lock-does-out = Don olggosčálihuvvot buot ovttadagain.
lock-does-others = Sii geaidda leat addán beassama, eai oainne maidege nu guhká go gidden bistá.
lock-does-staff = Dearvvašvuođabargit geat dikšot du, sáhttet ain lohkat ja čállit journálas.
lock-lift = Ná giddejupmi loahpahuvvo
lock-lift-how = Don it sáhte ieš loahpahit giddejumi. Riŋge iežat fástadoavttirkantuvrii rahpanáiggis. Sii fertet leat sihkkarat ahte dat leat don, ja sáhttet bivdit du boahtit legitimašuvnnain.
lock-set = Gidde mu siidduid dál
lock-is-set-title = Du siiddut leat giddejuvvon
lock-is-set = Don leat gidden iežat siidduid akuhttagiddemiin.
lock-more = Akuhttagiddema birra
lock-sessions = Geahča gos leat sisa loggejuvvon, ja logge olggos eará rusttegiid.
