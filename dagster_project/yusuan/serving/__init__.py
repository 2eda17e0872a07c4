"""What readers are answered from: the published build's evidence in words, and one document as it is read.

    evidence       identities with their printed figures, and how many vouch for a figure
    explain        all that vouches for one figure, for the command
    document_view  one document as reading sees it, without a warehouse
    code_names     codes of the warehouse in English and Chinese
    query_rows     rows of a query, and the first of many

Does not belong here: reading, deciding, publishing, or the page people read (report, which is built on this).
"""
