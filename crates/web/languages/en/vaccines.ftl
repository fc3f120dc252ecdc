# Vaccines.

vaccines-title = Vaccines
vaccines-lead = Vaccines you have had, and vaccines that were not given.
vaccines-given = Given
vaccines-not-given = Not given
vaccines-unclear = Unclear whether given
vaccines-unknown = Unknown vaccine
vaccines-dose = Dose { $number }
vaccines-dose-of = Dose { $number } of { $all }
vaccines-against = Against { $diseases }
vaccines-batch = Batch { $number }
vaccines-maker = Manufacturer: { $name }
vaccines-reason = Reason: { $reason }
vaccines-undated = Without a date
vaccines-both = The same vaccine is reported by several sources
vaccines-told = Not recorded by those who gave it
vaccines-none-known = The source says that no vaccines are known.
vaccines-empty-title = No vaccines
vaccines-empty-advice = You may have had vaccines that are not shown here. See also your vaccines at helsenorge.no.
vaccines-not-here = The national vaccination register SYSVAK may have more. You can find them at helsenorge.no.
