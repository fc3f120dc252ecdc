# What both sides of an access are told.

notices-title = Ođđasat beassamiid birra
notices-put-away = Lean lohkan dán
notices-own-given = { $name } lea ožžon beassama du journálii
notices-own-changed = Beassan lea rievdaduvvon: { $name }
notices-own-ended = Beassan lea loahpahuvvon: { $name }
notices-own-run-out = Beassama áigi lea nohkan: { $name }
notices-own-soon = Beassan bistá { $day } rádjai: { $name }
notices-own-used = { $name } lea geahččan du journálii vuosttaš geardde guhkes áigái
notices-other-given = Don leat ožžon beassama journálii: { $name }
notices-other-changed = Du beassan journálii lea rievdaduvvon: { $name }
notices-other-ended = Du beassan journálii lea loahpahuvvon: { $name }
notices-other-run-out = Du beassama áigi lea nohkan: { $name }
notices-other-soon = Du beassan journálii bistá { $day } rádjai: { $name }
notices-other-used = Don leat geahččan journálii vuosttaš geardde guhkes áigái: { $name }
notices-used-why = Beassan ii lean geavahuvvon jahkebealis. Goappašagat ožžot dieđu, vai sáhttibeahtti loahpahit dan jus dat ii šat dárbbašuvvo.
notices-soon-why = Goappašagat ožžot dieđu buori áiggis. Dan maŋŋá lea journála gitta sutnje geas lei beassan.
notices-title-record = Ođđasat du journála ja beassamiid birra
notices-joined = Guokte registrerema du birra leat ovttastahttojuvvon oktan journálan
notices-joined-what = Dahkkon { $when }, dahkki: { $who }. Dat mii lea giddejuvvon nuppis, lea giddejuvvon olles journálas. Sii geat sáhtte doaibmat du ovddas nuppis, fertejit oažžut beassama ođđasit. Jos dat ii leat riekta, de sáhtát jearrat dan birra loggas.
notices-parted = Guokte registrerema du birra leat fas sirrejuvvon
notices-parted-what = Dahkkon { $when }, dahkki: { $who }. Dat mii čállojuvvui dan botta go dat ledje okta, lea nuppis dain. Jos juoga váilu, de sáhtát jearrat dan birra loggas.
