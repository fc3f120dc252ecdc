# Diagnoses.

diagnoses-title = Diagnoses
diagnoses-lead = Illnesses and health problems, as written by those who have treated you.
diagnoses-current = Current
diagnoses-former = Past
diagnoses-refuted = Considered and ruled out
diagnoses-none-current = No diagnoses are recorded as current.
diagnoses-none-known = The source says that there are no known diagnoses.
diagnoses-empty-title = No diagnoses
diagnoses-empty-advice = If something is missing, raise it with your doctor.
diagnoses-icpc = ICPC-2 { $code }
diagnoses-icd = ICD-10 { $code }
diagnoses-bare-code = Only the code was sent
diagnoses-recurrence = Returned
diagnoses-not-stated = Status not stated
diagnoses-remission = In remission
diagnoses-inactive = Not current
diagnoses-resolved = Resolved
diagnoses-provisional = Provisional
diagnoses-differential = One of several possibilities
diagnoses-unconfirmed = Not confirmed
diagnoses-contact = Recorded at a visit
diagnoses-concern = Concern
diagnoses-since = Since { $when }
diagnoses-recorded = Recorded { $when }
diagnoses-span = { $from } to { $to }
diagnoses-until = Resolved { $when }
diagnoses-times = { $count ->
    [one] Recorded once
   *[other] Recorded { $count } times, first { $first }
}
diagnoses-show-all = Show each time
diagnoses-not-here = Diagnoses made by doctors outside HelsaMi may be missing here.
