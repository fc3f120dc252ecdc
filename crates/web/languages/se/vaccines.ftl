# Vaccines.
# To be read over by somebody who speaks Northern Sámi.

vaccines-title = Boahkut
vaccines-lead = Boahkut maid leat ožžon, ja boahkut mat eai addojuvvon.
vaccines-given = Addojuvvon
vaccines-not-given = Eai addojuvvon
vaccines-unclear = Ii leat čielggas addojuvvui go
vaccines-unknown = Amas boahku
vaccines-dose = Dosa { $number }
vaccines-dose-of = Dosa { $number } / { $all }
vaccines-against = Dáid vuostá: { $diseases }
vaccines-batch = Bártu { $number }
vaccines-maker = Buvttadeaddji: { $name }
vaccines-reason = Sivva: { $reason }
vaccines-undated = Beaivvi haga
vaccines-both = Seamma boahku lea almmuhuvvon máŋggain
vaccines-told = Eai leat čállán sii geat adde dan
vaccines-none-known = Gáldu muitala ahte eai leat dovddus boahkut.
vaccines-empty-title = Eai boahkut
vaccines-empty-advice = Sáhtát leat ožžon boahkuid mat eai čájehuvvo dáppe. Geahča maid boahkuidat helsenorge.no siiddus.
vaccines-not-here = Našuvnnalaš boahkuregistaris SYSVAK sáhttet leat eanet. Daid oainnát helsenorge.no siiddus.
