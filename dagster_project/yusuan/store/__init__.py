"""Documents found, and the raw Parquet kept of them.

    kinds         what a file is, by its first bytes
    names         names of any bytes as readable text, no two alike
    files         folders walked and files opened so that none can stop or hang who looks
    intake        documents given on the command line, copied into the home
    left_out      what was given and could not be copied
    discovery     the files below raw/documents, hashed
    declarations  documents.csv, reviewed by a person
    corrections   corrections.csv, amounts that a person decided
    reader        reading bound to its words, and the version of both that raw sets are filed under
    code_hash     what code does, as a hash
    worker, pool  reading in processes of their own, so that one bad document stops nothing
    sets          immutable raw sets, written by one rename
    compaction    many small sets merged, so that files stay few
    pruning       sets of earlier readers that nothing needs, removed
    manifest      one row per file found: what a build reads
    originals     from a name in the warehouse back to the bytes that were read

Does not belong here: what is printed in a document (reading), what it means (dbt).
"""
