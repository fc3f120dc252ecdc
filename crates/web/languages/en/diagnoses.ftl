# Diagnoses.

diagnoses-title = Diagnoses
diagnoses-lead = Illnesses and health problems, as written by those who have treated you.
diagnoses-current = Now
diagnoses-former = Former
diagnoses-refuted = Considered and ruled out
diagnoses-none-current = No diagnoses are recorded as current.
diagnoses-none-known = The source says that there are no known diagnoses.
diagnoses-empty-title = No diagnoses
diagnoses-empty-advice = If something is missing, raise it with your doctor.
diagnoses-icpc = ICPC-2 { $code }
diagnoses-icd = ICD-10 { $code }
diagnoses-bare-code = Only the code was sent
diagnoses-recurrence = Come back
diagnoses-not-stated = Status not stated
diagnoses-remission = In remission
diagnoses-inactive = Not current
diagnoses-resolved = Over
diagnoses-provisional = Provisional
diagnoses-differential = One of several possibilities
diagnoses-unconfirmed = Not confirmed
diagnoses-contact = Written at a visit
diagnoses-concern = Concern
diagnoses-since = Since { $when }
diagnoses-recorded = Written { $when }
diagnoses-span = { $from } to { $to }
diagnoses-until = Over { $when }
diagnoses-times = { $count ->
    [one] Written once
   *[other] Written { $count } times, first { $first }
}
diagnoses-show-all = Show every time
diagnoses-not-here = Diagnoses by doctors outside HelsaMi may be missing here.
