# Signing in and out: what the door says.

door-again = Logge sisa ođđasit
door-stopped-title = Sisaloggen gaskkalduvai
door-stopped = Oktage ii loggejuvvon sisa. Don sáhtát geahččalit ođđasit goas dáhtut.
door-unknown-title = Sisaloggen lea menddo boaris
door-unknown = Ádjánii menddo guhká, dahje sisaloggen álggahuvvui eará neahttalohkkis. Álgge ođđasit dás.
door-unreachable-title = Sisaloggenbálvalus ii vástit
door-unreachable = Dat ii leat du sivva. Geahččal ođđasit moatti minuhta geahčen. Jus lea hoahppu, riŋge fástadoaktárii dahje doavttervaktii.
door-refused-title = Mii eat sáhttán dohkkehit sisaloggema
door-refused = Sisaloggenbálvalusa vástádus ii lean rivttes, nu ahte oktage ii loggejuvvon sisa. Álgge ođđasit dás.
door-level-title = Don fertet geavahit sihkkarat eID
door-level = Dearvvašvuođadieđut gáibidit alimus sihkarvuođadási, omd. BankID dahje Buypass.
door-no-record-title = Mii eat gávnna journála du birra
door-no-record = Sisaloggen lihkostuvai, muhto ii oktage bálvalus mii geavaha HelsaMi leat vel registreren maidege du birra.
door-leave-title = Don leat loggejuvvon olggos HelsaMis
door-leave = Dál don loggejuvvot maiddái olggos sisaloggenbálvalusas, vai earát eai sáhte geavahit dan dán mašiinnas.
door-leave-go = Logge olggos sisaloggenbálvalusas
door-signed-out = Jus eanebut geavahit dán mašiinna, de galggat maiddái gidden neahttalohkki.
door-other-person-title = Dat it lean don gii loggii sisa
door-other-person = Ođđa sisaloggen lei eará olbmos go son gii lea sisa loggejuvvon dáppe. Ii mihkkege rahppojuvvon.
