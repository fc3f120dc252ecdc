# The settings page.
# To be read over by somebody who speaks Northern Sámi.

settings-title = Heivehusat
settings-lead = Giella, ja gos don leat loggejuvvon sisa.
settings-language = Giella
settings-language-more = Válljen gusto dán mašiidnii. Dat mii lea čállojuvvon journálii, ii jorgaluvvo.
settings-sessions = Rusttegat main leat sisa loggejuvvon
settings-sessions-more = Don loggejuvvot olggos automáhtalaččat 30 minuhta maŋŋá go it geavat. Eará prográmmain ii leat beassan du journálii dáppe.
settings-this = Dát mašiidna
settings-unknown-device = Amas mašiidna
settings-began = Loggejuvvon sisa { $when }
settings-seen = Maŋimuš geavahuvvon { $when }
settings-end = Logge olggos dáppe
settings-end-named = Logge olggos dáppe: { $device }
settings-end-all = Logge olggos buot báikkiin
settings-end-all-more = Jus it dovdda muhtin mašiinna, logge olggos buot báikkiin. Don loggejuvvot olggos dáppe maid.
settings-end-others = Logge olggos buot eará báikkiin
settings-safe = Go soamis sáhttá oaidnit šearpma
settings-safe-exit = «Guođe siiddu jođánit» juohke siiddu bajimusas molsu dakkaviđe dálkedieđáhussii. Don leat ain sisa loggejuvvon dassážii go loggejit olggos.
settings-safe-titles = Neutrála namahusaiguin čuožžu neahttaloganis ja historihkas dušše HelsaMi. Válljen gusto dán rusttegis.
settings-safe-on = Geavat neutrála namahusaid
settings-safe-off = Geavat dábálaš namahusaid
settings-safe-asks = Don sáhtát gáibidit ođđa sisaloggema muhtun journálaosiide, jos earát ožžot du rusttega gitta dan botta go don leat sisa loggejuvvon.
