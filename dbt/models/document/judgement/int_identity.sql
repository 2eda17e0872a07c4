-- One row per identity, evaluated over what is read or proven: residual, tolerance and verdict.
{{ evaluated_identities(ref('int_judged_term')) }}
