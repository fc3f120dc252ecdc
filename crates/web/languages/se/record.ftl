# The list of everything in the record.
# To be read over by somebody who speaks Northern Sámi.

record-title = Journála
record-lead = Buot maid mii leat ožžon du birra, sis geat leat laktojuvvon.
record-health = Dearvvašvuohta
record-about-you = Don ja sii geat leat du birra
record-allergies = Kritihkalaš dieđut ja allergiijat
record-allergies-what = Dat maid dearvvašvuođabargit fertejit diehtit
record-diagnoses = Diagnosat
record-diagnoses-what = Dávddat ja dearvvašvuođaváttisvuođat
record-vaccines = Boahkut
record-vaccines-what = Maid leat ožžon, ja goas
record-documents = Notáhtat ja dokumeanttat
record-documents-what = Epikriisat, notáhtat ja reivvet
record-results-what = Varraiskosat ja eará vástádusat
record-medicines-what = Dat maid geavahat ja leat geavahan
record-appointments-what = Boahttevaš ja ovddit
record-card = Heahtekoarta
record-card-what = Okta siidu lummagirjái
record-team = Sii geat čuvvot du
record-team-what = Fástadoavttir, buohcciviessu ja gielda
record-details-what = Čujuhus, telefovdna ja oapmahaččat
record-access-log-what = Du iežat logga
record-settings-what = Giella ja sisaloggemat
