# The settings page.
# To be read over by somebody who speaks Northern Sámi.

settings-title = Heivehusat
settings-lead = Giella, ja gos don leat loggejuvvon sisa.
settings-language = Giella
settings-language-more = Válljen gusto dán mašiidnii. Dat mii lea čállojuvvon journálii, ii jorgaluvvo.
settings-sessions = Dáppe don leat loggejuvvon sisa
settings-sessions-more = Don loggejuvvot olggos 30 minuhta geahčen jus it geavat.
settings-this = Dát mašiidna
settings-unknown-device = Amas mašiidna
settings-began = Loggejuvvon sisa { $when }
settings-seen = Maŋimuš geavahuvvon { $when }
settings-end = Logge olggos dáppe
settings-end-named = Logge olggos dáppe: { $device }
settings-end-all = Logge olggos buot báikkiin
settings-end-all-more = Jus it dovdda muhtin mašiinna, logge olggos buot báikkiin. Don loggejuvvot olggos dáppe maid.
